import {
  type ChainDocument,
  type ChainEdge,
  type ChainNode,
  edgeKey,
  type Graph,
  type Layout,
  type Point,
} from "@/shared/chain/document";
import { changeGraph, everyNode, graphAt } from "@/shared/chain/graph";
import { positions, snap } from "@/shared/chain/layout";
import { settled } from "./arrange";
import { freeId, idsOf, isId } from "./ids";
import { changeGraphIds } from "./rename";
import type { Selection } from "./selection";

/** A part of a chain as it travels: text that any chain of any org takes, and any text editor. */
export type Fragment = {
  format: "catenary/v1";
  kind: "Fragment";
  nodes: ChainNode[];
  edges: ChainEdge[];
  layout: Pick<Layout, "nodes" | "notes" | "groups">;
};

/** What is selected, with the edges between the nodes of it; undefined if that is nothing. */
export function copy(
  document: ChainDocument,
  path: readonly string[],
  selection: Selection,
): Fragment | undefined {
  const graph = graphAt(document, path);
  if (!graph) return undefined;
  const chosen = new Set(selection.nodes);
  const groups = (document.layout?.groups ?? []).filter((g) => chosen.has(g.id));
  for (const g of groups) for (const id of g.nodes) chosen.add(id);
  const nodes = graph.nodes.filter((n) => chosen.has(n.id));
  const notes = (document.layout?.notes ?? []).filter((n) => chosen.has(n.id));
  if (nodes.length + notes.length === 0) return undefined;
  const ids = new Set(nodes.map((n) => n.id));
  const there = positions(graph, document.layout);
  const places: Record<string, Point> = {};
  for (const n of nodes) {
    const p = there.get(n.id);
    if (p) places[n.id] = p;
  }
  for (const { node } of everyNode({ nodes, edges: [] })) {
    const p = document.layout?.nodes?.[node.id];
    if (p && !ids.has(node.id)) places[node.id] = p;
  }
  return {
    format: "catenary/v1",
    kind: "Fragment",
    nodes,
    edges: (graph.edges ?? []).filter((e) => ids.has(e.from) && ids.has(e.to)),
    layout: {
      nodes: places,
      ...(notes.length > 0 ? { notes } : {}),
      ...(groups.length > 0 ? { groups } : {}),
    },
  };
}

/** Reads a fragment; undefined if the text is something else. */
export function read(text: string): Fragment | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const f = value as Partial<Fragment> | null;
  if (typeof f !== "object" || f === null || f.format !== "catenary/v1" || f.kind !== "Fragment")
    return undefined;
  if (!Array.isArray(f.nodes) || !f.nodes.every((n) => isId(n?.id ?? "") && typeof n.kind === "string"))
    return undefined;
  const edges = Array.isArray(f.edges) ? f.edges : [];
  const ids = new Set(f.nodes.map((n) => n.id));
  if (ids.size !== f.nodes.length) return undefined;
  return {
    format: "catenary/v1",
    kind: "Fragment",
    nodes: f.nodes,
    edges: edges.filter((e) => ids.has(e?.from) && ids.has(e?.to)),
    layout: f.layout ?? {},
  };
}

/**
 * The document with a fragment in it, its upper left corner at a point, and what then is selected. What has an id
 * that is taken gets another, in the fragment's own expressions too.
 */
export function paste(
  given: ChainDocument,
  path: readonly string[],
  fragment: Fragment,
  at: Point,
): { document: ChainDocument; selection: Selection } {
  const document = settled(given, path);
  const taken = idsOf(document);
  const ids = new Map<string, string>();
  const give = (id: string) => {
    const next = freeId(taken, id);
    taken.add(next);
    if (next !== id) ids.set(id, next);
  };
  const graph: Graph = { nodes: fragment.nodes, edges: fragment.edges };
  for (const { node } of everyNode(graph)) give(node.id);
  const notes = fragment.layout.notes ?? [];
  const groups = fragment.layout.groups ?? [];
  for (const x of [...notes, ...groups]) give(x.id);
  const to = (id: string) => ids.get(id) ?? id;
  const added = changeGraphIds(graph, ids);
  const own = new Set(fragment.nodes.map((n) => n.id));
  const places = positions(graph, fragment.layout);
  const corners = [...places.values(), ...notes];
  const left = Math.min(...corners.map((p) => p.x));
  const top = Math.min(...corners.map((p) => p.y));
  const move = (p: Point): Point => ({ x: snap(p.x - left + at.x), y: snap(p.y - top + at.y) });
  const nodes: Record<string, Point> = { ...document.layout?.nodes };
  for (const [id, p] of places) nodes[to(id)] = move(p);
  for (const [id, p] of Object.entries(fragment.layout.nodes ?? {})) if (!own.has(id)) nodes[to(id)] = p;
  const pasted = changeGraph(document, path, (g) => ({
    ...g,
    nodes: [...g.nodes, ...added.nodes],
    edges: [...(g.edges ?? []), ...added.edges],
  }));
  const layout: Layout = { ...document.layout, nodes };
  if (notes.length > 0)
    layout.notes = [...(layout.notes ?? []), ...notes.map((n) => ({ ...n, ...move(n), id: to(n.id) }))];
  if (groups.length > 0)
    layout.groups = [
      ...(layout.groups ?? []),
      ...groups.map((g) => ({ ...g, id: to(g.id), nodes: g.nodes.map(to) })),
    ];
  return {
    document: { ...pasted, layout },
    selection: {
      nodes: [...added.nodes.map((n) => n.id), ...notes.map((n) => to(n.id))],
      edges: added.edges.map(edgeKey),
    },
  };
}
