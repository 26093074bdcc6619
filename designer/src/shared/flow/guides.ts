import type { Point } from "../chain/document";
import { card } from "../chain/layout";

/** A line that tells that cards stand in one row or column. */
export type Guide = { axis: "x" | "y"; at: number; from: number; to: number };

/** How far beyond the outer cards a line is drawn. */
const beyond = 16;

/**
 * The lines on which a card stands with others: at most one along each axis, through the middles of the
 * cards, as long as the nearest of them are apart. All stand on one grid, so being in line is being equal.
 */
export function guidesOf(moved: Point, others: Iterable<Point>): Guide[] {
  const near: { x?: Point; y?: Point } = {};
  for (const p of others) {
    if (p.x === moved.x && closer(p.y, near.x?.y, moved.y)) near.x = p;
    if (p.y === moved.y && closer(p.x, near.y?.x, moved.x)) near.y = p;
  }
  const guides: Guide[] = [];
  if (near.x)
    guides.push({ axis: "x", at: moved.x + card.width / 2, ...span(moved.y, near.x.y, card.height) });
  if (near.y)
    guides.push({ axis: "y", at: moved.y + card.height / 2, ...span(moved.x, near.y.x, card.width) });
  return guides;
}

function closer(a: number, best: number | undefined, to: number): boolean {
  return best === undefined || Math.abs(a - to) < Math.abs(best - to);
}

function span(a: number, b: number, size: number): { from: number; to: number } {
  return { from: Math.min(a, b) - beyond, to: Math.max(a, b) + size + beyond };
}
