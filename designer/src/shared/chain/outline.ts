import { type ChainDocument, type ChainEdge, type ChainNode, edgeKey, type Graph } from "./document";
import { innerGraph } from "./graph";
import { inLayers } from "./layout";

/** A line of the outline: a node, an edge that leaves it, or a node inside it. */
export type OutlineLine = {
  /** Unique in the outline: `n:id` or `e:key`. */
  id: string;
  depth: number;
  path: readonly string[];
  node: ChainNode;
  edge?: ChainEdge;
  /** Whether something stands below it. */
  opens: boolean;
};

/**
 * The chain as a tree: the nodes in the order in which a run comes to them, below each the edges that leave
 * it where there is more to say than "next", and the nodes inside it.
 */
export function outline(document: ChainDocument, open: (id: string) => boolean = () => true): OutlineLine[] {
  const lines: OutlineLine[] = [];
  add(document, [], 0, lines, open);
  return lines;
}

function add(
  graph: Graph,
  path: readonly string[],
  depth: number,
  lines: OutlineLine[],
  open: (id: string) => boolean,
): void {
  const byId = new Map(graph.nodes.map((n) => [n.id, n]));
  const leaving = new Map<string, ChainEdge[]>();
  for (const e of graph.edges ?? []) leaving.set(e.from, [...(leaving.get(e.from) ?? []), e]);
  for (const id of inOrder(graph)) {
    const node = byId.get(id);
    if (!node) continue;
    const edges = leaving.get(id) ?? [];
    const inner = innerGraph(node);
    const opens = edges.length > 0 || inner !== undefined;
    lines.push({ id: `n:${id}`, depth, path, node, opens });
    if (!opens || !open(`n:${id}`)) continue;
    for (const edge of edges)
      lines.push({ id: `e:${edgeKey(edge)}`, depth: depth + 1, path, node, edge, opens: false });
    if (inner) add(inner, [...path, id], depth + 1, lines, open);
  }
}

/** The ids of a graph's nodes in the order in which a run comes to them; the document's order breaks ties. */
export function inOrder(graph: Graph): string[] {
  const rank = new Map(graph.nodes.map((n, i) => [n.id, i]));
  return inLayers(graph).flatMap((layer) =>
    layer.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)),
  );
}
