import type { Graph, Point } from "./document";
import { followers, predecessors } from "./graph";
import { inOrder } from "./outline";

export type Way = "up" | "down" | "left" | "right";

/**
 * The node that an arrow key leads to: along the flow that of an edge, else whatever stands nearest on that
 * side; undefined if nothing does.
 */
export function neighbour(
  graph: Graph,
  places: ReadonlyMap<string, Point>,
  direction: "down" | "right",
  from: string | undefined,
  way: Way,
): string | undefined {
  if (from === undefined || !places.has(from)) return inOrder(graph)[0];
  const ahead = direction === "down" ? "down" : "right";
  const behind = direction === "down" ? "up" : "left";
  const linked =
    way === ahead ? followers(graph).get(from) : way === behind ? predecessors(graph).get(from) : undefined;
  return nearest(places, from, way, linked) ?? nearest(places, from, way, places.keys());
}

function nearest(
  places: ReadonlyMap<string, Point>,
  from: string,
  way: Way,
  among: Iterable<string> | undefined,
): string | undefined {
  const here = places.get(from);
  if (!here || !among) return undefined;
  const upright = way === "up" || way === "down";
  const sign = way === "down" || way === "right" ? 1 : -1;
  let best: { id: string; far: number } | undefined;
  for (const id of among) {
    const p = places.get(id);
    if (!p || id === from) continue;
    const along = (upright ? p.y - here.y : p.x - here.x) * sign;
    const across = Math.abs(upright ? p.x - here.x : p.y - here.y);
    if (along <= 0) continue;
    const far = along + across * 2;
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id;
}
