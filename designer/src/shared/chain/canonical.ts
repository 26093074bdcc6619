import { type ChainDocument, edgeKey, type Graph } from "./document";
import { innerGraph, withInner } from "./graph";

/**
 * The document as text in one form: nodes and edges by id, keys by alphabet, nothing unset. Two drafts are
 * the same if these texts are.
 */
export function canonical(document: ChainDocument): string {
  return JSON.stringify(ordered(graphInOrder(document)));
}

/** Whether two documents say the same, whatever the order in which they say it. */
export function same(a: ChainDocument, b: ChainDocument): boolean {
  return a === b || canonical(a) === canonical(b);
}

function graphInOrder<G extends Graph>(graph: G): G {
  const nodes = graph.nodes
    .map((n) => {
      const inner = innerGraph(n);
      return inner ? withInner(n, graphInOrder(inner)) : n;
    })
    .sort((a, b) => compare(a.id, b.id));
  const edges = [...(graph.edges ?? [])].sort((a, b) => compare(edgeKey(a), edgeKey(b)));
  return { ...graph, nodes, edges };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)).map(([k, v]) => [k, ordered(v)]));
}
