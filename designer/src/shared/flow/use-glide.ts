import { useLayoutEffect, useRef, useState } from "react";
import type { Point } from "../chain/document";

const lasts = 200;
/** Of more nodes each picture on the way would take too long. */
const most = 300;

type Places = ReadonlyMap<string, Point>;

/**
 * Where the nodes are on the way to new places, for as long as they glide there: after `turn` has become
 * another number. Whoever wants no motion sees them there at once.
 */
export function useGlide(places: Places, turn = 0): Places | undefined {
  const [now, setNow] = useState<Places>();
  const last = useRef({ places, turn, until: 0 });
  useLayoutEffect(() => {
    const before = last.current;
    // The number and the places may come one after the other.
    const until = before.turn === turn ? before.until : performance.now() + lasts;
    last.current = { places, turn, until };
    const from = before.places;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (from === places || performance.now() >= until || places.size > most || still) return;
    last.current.until = 0;
    const begin = performance.now();
    let frame = 0;
    const step = () => {
      const part = Math.min(1, (performance.now() - begin) / lasts);
      setNow(part < 1 ? between(from, places, 1 - (1 - part) ** 3) : undefined);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    step();
    return () => {
      cancelAnimationFrame(frame);
      setNow(undefined);
    };
  }, [places, turn]);
  return now;
}

function between(from: Places, to: Places, part: number): Places {
  return new Map(
    [...to].map(([id, p]) => {
      const f = from.get(id) ?? p;
      return [id, { x: f.x + (p.x - f.x) * part, y: f.y + (p.y - f.y) * part }];
    }),
  );
}
