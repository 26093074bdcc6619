import type { ChainDocument, Group, Layout, Note, Point } from "@/shared/chain/document";
import { graphAt } from "@/shared/chain/graph";
import { Places, pitch, positions, snap } from "@/shared/chain/layout";
import { freeId, idsOf } from "./ids";

export type Side = "left" | "center" | "right" | "top" | "middle" | "bottom";

/** Where the selected nodes and notes of a graph stand; the nodes of selected groups are among them. */
export function placesOf(
  document: ChainDocument,
  path: readonly string[],
  ids: readonly string[],
): Map<string, Point> {
  const graph = graphAt(document, path);
  const all = graph ? positions(graph, document.layout) : new Map<string, Point>();
  const notes = new Map((document.layout?.notes ?? []).map((n) => [n.id, { x: n.x, y: n.y }]));
  const groups = new Map((document.layout?.groups ?? []).map((g) => [g.id, g.nodes]));
  const places = new Map<string, Point>();
  for (const id of ids.flatMap((id) => groups.get(id) ?? [id])) {
    const p = all.get(id) ?? notes.get(id);
    if (p) places.set(id, p);
  }
  return places;
}

/**
 * The document with the place of every node of a graph written down. A node that was never placed stands where
 * the others leave room for it, so it would move with the first of them that is.
 */
export function settled(document: ChainDocument, path: readonly string[]): ChainDocument {
  const graph = graphAt(document, path);
  const known = document.layout?.nodes ?? {};
  if (!graph || graph.nodes.every((n) => known[n.id])) return document;
  const nodes = { ...known, ...Object.fromEntries(positions(graph, document.layout)) };
  return { ...document, layout: { ...document.layout, nodes } };
}

/** The document with nodes and notes at other places. Places of what is not there are left out. */
export function moveTo(
  given: ChainDocument,
  path: readonly string[],
  places: ReadonlyMap<string, Point>,
): ChainDocument {
  const document = settled(given, path);
  const notes = new Set((document.layout?.notes ?? []).map((n) => n.id));
  const groups = new Set((document.layout?.groups ?? []).map((g) => g.id));
  const nodes: Record<string, Point> = { ...document.layout?.nodes };
  let changed = false;
  for (const [id, p] of places) {
    if (notes.has(id) || groups.has(id)) continue;
    const to = { x: snap(p.x), y: snap(p.y) };
    if (nodes[id]?.x === to.x && nodes[id]?.y === to.y) continue;
    nodes[id] = to;
    changed = true;
  }
  const moved = document.layout?.notes?.map((n): Note => {
    const p = places.get(n.id);
    if (!p || (p.x === n.x && p.y === n.y)) return n;
    changed = true;
    return { ...n, x: snap(p.x), y: snap(p.y) };
  });
  if (!changed) return given;
  return { ...document, layout: { ...document.layout, nodes, ...(moved ? { notes: moved } : {}) } };
}

/** Places moved by so much. */
export function shifted(places: ReadonlyMap<string, Point>, dx: number, dy: number): Map<string, Point> {
  return new Map([...places].map(([id, p]) => [id, { x: p.x + dx, y: p.y + dy }]));
}

/** Places with one side or middle in a line. Cards are all of one size, so their corners are enough. */
export function aligned(places: ReadonlyMap<string, Point>, side: Side): Map<string, Point> {
  const xs = [...places.values()].map((p) => p.x);
  const ys = [...places.values()].map((p) => p.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const to = (p: Point): Point => {
    switch (side) {
      case "left":
        return { x: left, y: p.y };
      case "center":
        return { x: (left + right) / 2, y: p.y };
      case "right":
        return { x: right, y: p.y };
      case "top":
        return { x: p.x, y: top };
      case "middle":
        return { x: p.x, y: (top + bottom) / 2 };
      case "bottom":
        return { x: p.x, y: bottom };
    }
  };
  return new Map([...places].map(([id, p]) => [id, to(p)]));
}

/** Places with the same room between them, first and last where they were. */
export function distributed(places: ReadonlyMap<string, Point>, axis: "x" | "y"): Map<string, Point> {
  const order = [...places].sort(([, a], [, b]) => a[axis] - b[axis]);
  const first = order[0]?.[1][axis] ?? 0;
  const last = order.at(-1)?.[1][axis] ?? 0;
  const step = (last - first) / Math.max(order.length - 1, 1);
  return new Map(order.map(([id, p], i) => [id, { ...p, [axis]: first + step * i }]));
}

function withLayout(document: ChainDocument, change: (l: Layout) => Layout): ChainDocument {
  return { ...document, layout: change(document.layout ?? {}) };
}

/** A group around nodes; a node is in one group at most. */
export function group(
  document: ChainDocument,
  nodes: readonly string[],
  name: string,
): { document: ChainDocument; id: string } {
  const id = freeId(idsOf(document), "group");
  const chosen = new Set(nodes);
  return {
    id,
    document: withLayout(document, (l) => ({
      ...l,
      groups: [
        ...(l.groups ?? [])
          .map((g) => ({ ...g, nodes: g.nodes.filter((n) => !chosen.has(n)) }))
          .filter((g) => g.nodes.length > 0),
        { id, name, nodes: [...nodes] },
      ],
    })),
  };
}

/** Takes apart the groups that are named, or that hold one of the nodes named. */
export function ungroup(document: ChainDocument, ids: readonly string[]): ChainDocument {
  const chosen = new Set(ids);
  const groups = document.layout?.groups ?? [];
  const rest = groups.filter((g) => !chosen.has(g.id) && !g.nodes.some((n) => chosen.has(n)));
  return rest.length === groups.length ? document : withLayout(document, (l) => ({ ...l, groups: rest }));
}

/** Changes one group. */
export function changeGroup(document: ChainDocument, id: string, change: (g: Group) => Group): ChainDocument {
  return withLayout(document, (l) => ({
    ...l,
    groups: (l.groups ?? []).map((g) => (g.id === id ? change(g) : g)),
  }));
}

/** A new note where there is room next to a point. */
export function addNote(
  document: ChainDocument,
  text: string,
  at: Point,
): { document: ChainDocument; id: string } {
  const id = freeId(idsOf(document), "note");
  const there = positions(document, document.layout);
  const taken = new Places([...there.values(), ...(document.layout?.notes ?? [])]);
  const p = taken.free(at, document.layout?.direction ?? "down");
  return {
    id,
    document: withLayout(document, (l) => ({
      ...l,
      notes: [...(l.notes ?? []), { id, text, x: snap(p.x), y: snap(p.y) }],
    })),
  };
}

/** A note with another text; a note without text goes. */
export function writeNote(document: ChainDocument, id: string, text: string): ChainDocument {
  return withLayout(document, (l) => ({
    ...l,
    notes: (l.notes ?? []).flatMap((n) => (n.id !== id ? [n] : text.trim() === "" ? [] : [{ ...n, text }])),
  }));
}

/** The other direction, with the places of all nodes turned with it. */
export function turn(document: ChainDocument, direction: "down" | "right"): ChainDocument {
  if ((document.layout?.direction ?? "down") === direction) return document;
  const from = pitch(direction === "down" ? "right" : "down");
  const to = pitch(direction);
  const turned = (p: Point): Point =>
    direction === "right"
      ? { x: snap((p.y / from.along) * to.along), y: snap((p.x / from.across) * to.across) }
      : { x: snap((p.y / from.across) * to.across), y: snap((p.x / from.along) * to.along) };
  const nodes = Object.fromEntries(
    Object.entries(document.layout?.nodes ?? {}).map(([id, p]) => [id, turned(p)]),
  );
  return withLayout(document, (l) => ({ ...l, direction, nodes }));
}
