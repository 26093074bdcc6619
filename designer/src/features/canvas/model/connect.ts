import { type ChainEdge, edgeKey, type Graph } from "@/shared/chain/document";
import { followers, predecessors, reachable } from "@/shared/chain/graph";
import { type Kinds, portsOf } from "@/shared/chain/kinds";

export type Port = "out" | "failure";

/** Why an edge cannot be drawn. */
export type Obstacle = "self" | "cycle" | "duplicate" | "no_in" | "no_out";

/** For every node of a graph, why an edge from a node cannot end there; undefined where it can. */
export function obstacles(
  graph: Graph,
  kinds: Kinds,
  from: string,
  port: Port,
): Map<string, Obstacle | undefined> {
  const all = new Map<string, Obstacle | undefined>();
  const source = graph.nodes.find((n) => n.id === from);
  const before = reachable(predecessors(graph), from);
  const there = new Set((graph.edges ?? []).map(edgeKey));
  for (const node of graph.nodes) {
    if (source && !portsOf(kinds, source)[port]) all.set(node.id, "no_out");
    else if (node.id === from) all.set(node.id, "self");
    else if (!portsOf(kinds, node).in) all.set(node.id, "no_in");
    else if (there.has(edgeKey(newEdge(from, port, node.id)))) all.set(node.id, "duplicate");
    else if (before.has(node.id)) all.set(node.id, "cycle");
    else all.set(node.id, undefined);
  }
  return all;
}

function newEdge(from: string, port: Port, to: string): ChainEdge {
  return port === "failure" ? { from, to, failure: true } : { from, to };
}

/**
 * The graph with an edge more; the same graph if there already is such an edge, or if it would close a cycle. A
 * node that gets its first edge for a failure also follows it from then on.
 */
export function connect(graph: Graph, from: string, port: Port, to: string): Graph {
  const edge = newEdge(from, port, to);
  const edges = graph.edges ?? [];
  const known = new Set(graph.nodes.map((n) => n.id));
  if (!known.has(from) || !known.has(to)) return graph;
  if (edges.some((e) => edgeKey(e) === edgeKey(edge))) return graph;
  if (reachable(followers(graph), to).has(from)) return graph;
  const nodes =
    port === "failure"
      ? graph.nodes.map((n) =>
          n.id === from && n.on_failure === undefined
            ? { ...n, on_failure: "follow_failure_edges" as const }
            : n,
        )
      : graph.nodes;
  return { ...graph, nodes, edges: [...edges, edge] };
}
