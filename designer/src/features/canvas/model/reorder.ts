import { edgeKey, type Graph } from "@/shared/chain/document";
import { inLayers } from "@/shared/chain/layout";

/**
 * The graph with a node before or after the one beside it in the outline. Nodes keep coming after those they
 * follow, so only nodes of one layer change places.
 */
export function reorderNode(graph: Graph, id: string, by: 1 | -1): Graph {
  const layer = inLayers(graph).find((l) => l.includes(id)) ?? [];
  const rank = new Map(graph.nodes.map((n, i) => [n.id, i]));
  const order = layer.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  const other = order[order.indexOf(id) + by];
  const [from, to] = [rank.get(id), rank.get(other ?? "")];
  return from === undefined || to === undefined ? graph : { ...graph, nodes: swapped(graph.nodes, from, to) };
}

/** The graph with an edge before or after another edge of the same node. */
export function reorderEdge(graph: Graph, key: string, by: 1 | -1): Graph {
  const edge = graph.edges.find((e) => edgeKey(e) === key);
  const own = graph.edges.flatMap((e, i) => (e.from === edge?.from ? [i] : []));
  const at = own.findIndex((i) => graph.edges[i] === edge);
  const [from, to] = [own[at], own[at + by]];
  return at < 0 || from === undefined || to === undefined
    ? graph
    : { ...graph, edges: swapped(graph.edges, from, to) };
}

function swapped<T>(all: readonly T[], a: number, b: number): T[] {
  const next = [...all];
  const [x, y] = [all[a], all[b]];
  if (x === undefined || y === undefined) return next;
  next[a] = y;
  next[b] = x;
  return next;
}
