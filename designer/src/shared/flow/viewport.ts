import type { Viewport } from "@xyflow/react";
import type { Graph, Point } from "../chain/document";
import { card } from "../chain/layout";
import { inOrder } from "../chain/outline";
import { remember, remembered } from "../lib/storage";
import { boundsOf } from "./project";

type Size = { width: number; height: number };

/** A chain of up to so many nodes opens with all of it in sight. */
const fits = 25;

/** The zoom at which cards can be read. */
export const near = 0.9;
/** Below this zoom cards of a big chain are painted. */
export const painted = 0.35;

/**
 * Where a chain opens: where this person last was, else all of it if it is small, else at its start at a zoom
 * at which cards can be read.
 */
export function firstView(
  graph: Graph,
  places: ReadonlyMap<string, Point>,
  size: Size,
  key: string | undefined,
): Viewport {
  const last = key === undefined ? undefined : remembered<Viewport | undefined>(`view.${key}`, undefined);
  if (last && [last.x, last.y, last.zoom].every(Number.isFinite)) return last;
  if (graph.nodes.length <= fits) return whole(places, size);
  const start = places.get(inOrder(graph)[0] ?? "") ?? { x: 0, y: 0 };
  return { x: size.width / 2 - (start.x + card.width / 2) * near, y: 48 - start.y * near, zoom: near };
}

/** The view that shows all. */
export function whole(places: ReadonlyMap<string, Point>, size: Size): Viewport {
  const box = boundsOf(places.values());
  if (box.width === 0) return { x: size.width / 2 - card.width / 2, y: 64, zoom: 1 };
  const room = 48;
  const zoom = Math.max(
    0.05,
    Math.min(1, (size.width - 2 * room) / box.width, (size.height - 2 * room) / box.height),
  );
  return {
    x: (size.width - box.width * zoom) / 2 - box.x * zoom,
    y: Math.max(room, (size.height - box.height * zoom) / 2) - box.y * zoom,
    zoom,
  };
}

/** The view, moved as little as needed to show a card that stands there; undefined if it is in sight. */
export function inSight(view: Viewport, at: Point, size: Size): Viewport | undefined {
  const { x, y, zoom } = view;
  const room = 32;
  const shift = (from: number, to: number, end: number) =>
    from < room ? room - from : to > end - room ? end - room - to : 0;
  const left = at.x * zoom + x;
  const top = at.y * zoom + y;
  const dx = shift(left, left + card.width * zoom, size.width);
  const dy = shift(top, top + card.height * zoom, size.height);
  return dx === 0 && dy === 0 ? undefined : { x: x + dx, y: y + dy, zoom };
}

export function rememberView(key: string | undefined, view: Viewport): void {
  if (key !== undefined) remember(`view.${key}`, view);
}
