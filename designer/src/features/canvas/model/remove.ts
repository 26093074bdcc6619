import { type ChainDocument, edgeKey, type Graph, type Layout } from "@/shared/chain/document";
import { changeGraph, everyNode, innerGraph } from "@/shared/chain/graph";
import { settled } from "./arrange";
import type { Selection } from "./selection";

/**
 * The document without what is selected, and without the edges that would end nowhere. A group goes, its nodes
 * stay.
 */
export function remove(
  document: ChainDocument,
  path: readonly string[],
  selection: Selection,
): ChainDocument {
  return without(document, path, selection, false);
}

/** The same, with the nodes before each removed one connected to those after it. */
export function removeAndReconnect(
  document: ChainDocument,
  path: readonly string[],
  selection: Selection,
): ChainDocument {
  return without(document, path, selection, true);
}

function without(
  given: ChainDocument,
  path: readonly string[],
  selection: Selection,
  reconnect: boolean,
): ChainDocument {
  const document = settled(given, path);
  const ids = new Set(selection.nodes);
  const keys = new Set(selection.edges);
  const gone = new Set(ids);
  const changed = changeGraph(document, path, (g) => {
    for (const node of g.nodes) {
      const inner = ids.has(node.id) ? innerGraph(node) : undefined;
      if (inner) for (const { node: n } of everyNode(inner)) gone.add(n.id);
    }
    const bridged = reconnect ? [...ids].reduce(bridge, g) : g;
    const nodes = bridged.nodes.filter((n) => !ids.has(n.id));
    const edges = (bridged.edges ?? []).filter(
      (e) => !ids.has(e.from) && !ids.has(e.to) && !keys.has(edgeKey(e)),
    );
    if (nodes.length === g.nodes.length && edges.length === (g.edges ?? []).length) return g;
    return { ...g, nodes, edges };
  });
  const layout = forget(changed.layout, gone);
  if (layout === changed.layout) return changed === document ? given : changed;
  return { ...changed, layout };
}

/** Leads the edges that end at a node on to those it leads to. When they are taken stays as it was. */
function bridge(graph: Graph, id: string): Graph {
  const edges = graph.edges ?? [];
  const into = edges.filter((e) => e.to === id && e.from !== id);
  const out = edges.filter((e) => e.from === id && e.to !== id && !e.failure);
  const rest = edges.filter((e) => e.from !== id && e.to !== id);
  const known = new Set(rest.map(edgeKey));
  for (const a of into) {
    for (const b of out) {
      const { map: _, ...first } = a;
      const edge = { ...first, to: b.to, ...(b.map === undefined ? {} : { map: b.map }) };
      if (known.has(edgeKey(edge)) || edge.from === edge.to) continue;
      known.add(edgeKey(edge));
      rest.push(edge);
    }
  }
  return { ...graph, edges: rest };
}

/** A layout that no longer knows some nodes, notes and groups. */
function forget(layout: Layout | undefined, gone: ReadonlySet<string>): Layout | undefined {
  if (!layout) return layout;
  const next: Layout = { ...layout };
  let changed = false;
  if (layout.nodes && Object.keys(layout.nodes).some((id) => gone.has(id))) {
    next.nodes = Object.fromEntries(Object.entries(layout.nodes).filter(([id]) => !gone.has(id)));
    changed = true;
  }
  if (layout.notes?.some((n) => gone.has(n.id))) {
    next.notes = layout.notes.filter((n) => !gone.has(n.id));
    changed = true;
  }
  if (layout.groups?.some((g) => gone.has(g.id) || g.nodes.some((n) => gone.has(n)))) {
    next.groups = layout.groups
      .filter((g) => !gone.has(g.id))
      .map((g) => ({ ...g, nodes: g.nodes.filter((n) => !gone.has(n)) }))
      .filter((g) => g.nodes.length > 0);
    changed = true;
  }
  return changed ? next : layout;
}
