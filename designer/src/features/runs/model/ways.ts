import { type ChainDocument, edgeKey } from "@/shared/chain/document";
import { graphAt } from "@/shared/chain/graph";
import type { Way } from "@/shared/flow/picture-state";
import type { Scope } from "./journal";
import { pathOf } from "./names";

/**
 * Which edges of a scope were taken and which were left, by their key. One that is not decided is among
 * neither, unless nothing is decided any more.
 */
export function waysOf(
  scope: Scope | undefined,
  document: ChainDocument | undefined,
  over: boolean,
): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  const graph = scope && document && graphAt(document, pathOf(scope.path));
  if (!graph) return ways;
  const keys = new Set((graph.edges ?? []).map(edgeKey));
  const follows = new Set(
    graph.nodes.filter((n) => n.on_failure === "follow_failure_edges").map((n) => n.id),
  );
  for (const edge of graph.edges ?? []) {
    const { from, to, failure = false } = edge;
    // The journal names an edge by its nodes. Of two between the same nodes, how the first ended tells which it was.
    const other = keys.has(edgeKey({ ...edge, failure: !failure }));
    const failed = scope.steps.get(from)?.state === "failed" && follows.has(from);
    const taken = scope.edges.get(`${from}→${to}`);
    if (taken) ways.set(edgeKey(edge), other && failure !== failed ? "left" : "taken");
    else if (taken === false || over) ways.set(edgeKey(edge), "left");
  }
  return ways;
}
