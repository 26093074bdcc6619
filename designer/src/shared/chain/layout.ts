import type { Graph, Layout, Point } from "./document";
import { followers, predecessors } from "./graph";

/** The size of a node's card, and the grid that all stands on. */
export const card = { width: 220, height: 64 };
export const grid = 8;

export type Direction = "down" | "right";

/** Free space between cards: along the flow and across it. */
const gaps: Record<Direction, { along: number; across: number }> = {
  down: { along: 56, across: 36 },
  right: { along: 84, across: 32 },
};

/** From one card to the next: along the flow and across it. */
export function pitch(direction: Direction): { along: number; across: number } {
  const g = gaps[direction];
  return direction === "down"
    ? { along: card.height + g.along, across: card.width + g.across }
    : { along: card.width + g.along, across: card.height + g.across };
}

export function snap(n: number): number {
  return Math.round(n / grid) * grid;
}

/** A point from how far it is along the flow and across it. */
export function point(direction: Direction, along: number, across: number): Point {
  return direction === "down" ? { x: across, y: along } : { x: along, y: across };
}

/**
 * Where each node of a graph stands: where the layout puts it, and for nodes that it does not know, a place of
 * their own after the node they follow. Nobody is moved.
 */
export function positions(graph: Graph, layout: Layout | undefined): Map<string, Point> {
  const direction = layout?.direction ?? "down";
  const known = layout?.nodes ?? {};
  const placed = new Map<string, Point>();
  for (const n of graph.nodes) {
    const p = known[n.id];
    if (p) placed.set(n.id, p);
  }
  if (placed.size === graph.nodes.length) return placed;
  if (placed.size === 0) return layered(graph, direction);
  const before = predecessors(graph);
  const taken = new Places(placed.values());
  for (const [id] of layered(graph, direction)) {
    if (placed.has(id)) continue;
    const after = (before.get(id) ?? []).map((b) => placed.get(b)).find((p) => p !== undefined);
    const p = after ? taken.free(next(after, direction), direction) : taken.atEnd(direction);
    taken.add(p);
    placed.set(id, p);
  }
  return placed;
}

/** The place right after a card. */
export function next(after: Point, direction: Direction): Point {
  const step = pitch(direction).along;
  return direction === "down" ? { x: after.x, y: after.y + step } : { x: after.x + step, y: after.y };
}

/** Which places are taken, so that a new card covers none that is there. */
export class Places {
  private readonly cells = new Map<string, Point[]>();
  private end: Point = { x: 0, y: 0 };

  constructor(taken: Iterable<Point>) {
    for (const p of taken) this.add(p);
  }

  add(p: Point): void {
    const key = cell(p.x, p.y);
    this.cells.set(key, [...(this.cells.get(key) ?? []), p]);
    this.end = { x: Math.max(this.end.x, p.x), y: Math.max(this.end.y, p.y) };
  }

  /** Whether a card there would cover or touch another. */
  private blocked(p: Point): boolean {
    const margin = grid * 2;
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        const near = this.cells.get(cell(p.x + dx * cellWidth, p.y + dy * cellHeight)) ?? [];
        if (
          near.some(
            (q) => Math.abs(q.x - p.x) < card.width + margin && Math.abs(q.y - p.y) < card.height + margin,
          )
        )
          return true;
      }
    }
    return false;
  }

  /**
   * The free place nearest to a wish, looked for across the flow, then along it; for several cards, whose places
   * are told from that of the first corner, one where all of them are free.
   */
  free(wish: Point, direction: Direction, cards: readonly Point[] = [{ x: 0, y: 0 }]): Point {
    const { along, across } = pitch(direction);
    const start = { x: snap(wish.x), y: snap(wish.y) };
    for (let down = 0; down < 50; down++) {
      for (let side = 0; side < 40; side++) {
        const shift = (side % 2 === 1 ? 1 : -1) * Math.ceil(side / 2) * snap(across);
        const offset = point(direction, down * snap(along), shift);
        const p = { x: start.x + offset.x, y: start.y + offset.y };
        if (!cards.some((c) => this.blocked({ x: p.x + c.x, y: p.y + c.y }))) return p;
      }
    }
    return this.atEnd(direction);
  }

  /** A place after all others. */
  atEnd(direction: Direction): Point {
    const step = pitch(direction).along;
    const p =
      direction === "down" ? { x: 0, y: snap(this.end.y + step) } : { x: snap(this.end.x + step), y: 0 };
    return this.cells.size === 0 ? { x: 0, y: 0 } : p;
  }
}

const cellWidth = card.width + grid * 2;
const cellHeight = card.height + grid * 2;

function cell(x: number, y: number): string {
  return `${Math.floor(x / cellWidth)}:${Math.floor(y / cellHeight)}`;
}

/**
 * A plain layered layout: each node one layer after the last it follows, in an order within the layer that
 * keeps edges short. It needs no library and no time; nodes in a cycle come where the cycle was entered.
 */
export function layered(graph: Graph, direction: Direction): Map<string, Point> {
  const layers = inLayers(graph);
  const before = predecessors(graph);
  const after = followers(graph);
  const rank = new Map<string, number>();
  const number = (layer: string[]) => {
    for (const [i, id] of layer.entries()) rank.set(id, i - (layer.length - 1) / 2);
  };
  for (const layer of layers) number(layer);
  for (let sweep = 0; sweep < 4; sweep++) {
    const forwards = sweep % 2 === 0;
    for (const layer of forwards ? layers : layers.toReversed()) {
      const centre = new Map(
        layer.map((id) => [id, mean((forwards ? before : after).get(id) ?? [], rank) ?? rank.get(id) ?? 0]),
      );
      layer.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0));
      number(layer);
    }
  }
  const { along, across } = pitch(direction);
  const placed = new Map<string, Point>();
  for (const [depth, layer] of layers.entries()) {
    for (const id of layer)
      placed.set(id, point(direction, snap(depth * along), snap((rank.get(id) ?? 0) * across)));
  }
  return placed;
}

function mean(ids: string[], rank: ReadonlyMap<string, number>): number | undefined {
  if (ids.length === 0) return undefined;
  return ids.reduce((sum, id) => sum + (rank.get(id) ?? 0), 0) / ids.length;
}

/** The ids of the nodes by how many edges lead to them at most. */
export function inLayers(graph: Graph): string[][] {
  const before = predecessors(graph);
  const after = followers(graph);
  const open = new Map(graph.nodes.map((n) => [n.id, before.get(n.id)?.length ?? 0]));
  const depth = new Map<string, number>();
  const ready = graph.nodes.filter((n) => open.get(n.id) === 0).map((n) => n.id);
  const layers: string[][] = [];
  const rest = new Set(graph.nodes.map((n) => n.id));
  for (let at = 0; rest.size > 0; at++) {
    let id = ready[at];
    if (id === undefined) {
      // Only cycles are left: enter one at its first node.
      id = rest.values().next().value as string;
      ready.push(id);
    }
    if (!rest.delete(id)) continue;
    const d = depth.get(id) ?? 0;
    layers[d] = [...(layers[d] ?? []), id];
    for (const f of after.get(id) ?? []) {
      if (!rest.has(f)) continue;
      depth.set(f, Math.max(depth.get(f) ?? 0, d + 1));
      const left = (open.get(f) ?? 1) - 1;
      open.set(f, left);
      if (left === 0) ready.push(f);
    }
  }
  return Array.from(layers, (l) => l ?? []);
}
