import type { Point } from "../chain/document";
import { card, type Direction } from "../chain/layout";

/** How far from the cards that it passes an edge runs. */
const clearance = 20;

/** How far from the cards at its ends an edge turns. */
export const room = 28;

type Card = { start: number; end: number; near: number; far: number };

/**
 * Where edges run that pass cards on their way, so that none is hidden behind one: their lane, across the flow.
 * Lanes are shared by the edges that run side by side.
 */
export class Lanes {
  private readonly cards: Card[];
  private readonly direction: Direction;

  constructor(cards: Iterable<Point>, direction: Direction) {
    this.direction = direction;
    this.cards = [...cards].map((p) => this.card(p)).sort((a, b) => a.start - b.start);
  }

  private card(p: Point): Card {
    return this.direction === "down"
      ? { start: p.y, end: p.y + card.height, near: p.x, far: p.x + card.width }
      : { start: p.x, end: p.x + card.width, near: p.y, far: p.y + card.height };
  }

  /** The lane between two cards; none if nothing stands between them, or where a straight line does. */
  between(from: Point, to: Point): number | undefined {
    const [a, b] = [this.card(from), this.card(to)];
    const passed = this.within(a.end, b.start);
    if (passed.length === 0) return undefined;
    const [begin, end] = [(a.near + a.far) / 2, (b.near + b.far) / 2];
    const blocked = merged(passed.map((c) => [c.near - clearance, c.far + clearance]));
    const detour = (x: number) => Math.abs(x - begin) + Math.abs(x - end);
    const free = [begin, end].filter((x) => blocked.every(([near, far]) => x <= near || x >= far));
    free.push(...blocked.flat());
    const lane = free.reduce((best, x) => (detour(x) < detour(best) ? x : best));
    return lane === begin && lane === end ? undefined : lane;
  }

  /** The cards of which something lies between two places along the flow. */
  private within(start: number, end: number): Card[] {
    const last = this.first(end);
    // Cards are of one size, so that none that begins a card's length before can reach here.
    const length = this.direction === "down" ? card.height : card.width;
    return this.cards.slice(this.first(start - length), last).filter((c) => c.end > start);
  }

  /** The index of the first card that begins at a place or behind it. */
  private first(at: number): number {
    let [low, high] = [0, this.cards.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cards[middle]?.start ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The same ground in spans that do not touch. */
function merged(spans: [number, number][]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [near, far] of spans.sort((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && near < last[1]) last[1] = Math.max(last[1], far);
    else apart.push([near, far]);
  }
  return apart;
}

/** The path of an edge along its lane, with round corners. */
export function lanePath(from: Point, to: Point, lane: number, direction: Direction): string {
  const points =
    direction === "down"
      ? [
          from,
          { x: from.x, y: from.y + room },
          { x: lane, y: from.y + room },
          { x: lane, y: to.y - room },
          { x: to.x, y: to.y - room },
          to,
        ]
      : [
          from,
          { x: from.x + room, y: from.y },
          { x: from.x + room, y: lane },
          { x: to.x - room, y: lane },
          { x: to.x - room, y: to.y },
          to,
        ];
  return rounded(points.filter((p, i) => i === 0 || distance(p, points[i - 1] as Point) > 0));
}

function rounded(points: Point[]): string {
  const parts = points.map((p, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) return `${i === 0 ? "M" : "L"}${p.x} ${p.y}`;
    const radius = Math.min(10, distance(before, p) / 2, distance(p, after) / 2);
    const [a, b] = [towards(p, before, radius), towards(p, after, radius)];
    return `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`;
  });
  return parts.join("");
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, far: number): Point {
  const share = far / distance(from, to);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
