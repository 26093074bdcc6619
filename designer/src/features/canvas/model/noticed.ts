import type { ChainDocument, ChainNode } from "@/shared/chain/document";
import { everyNode, innerGraph, predecessors, reachable } from "@/shared/chain/graph";
import type { Kinds } from "@/shared/chain/kinds";

/** How far a test goes. */
export type Reach = "whole" | "up_to" | "only";

/**
 * The nodes that a test carries out and whose work is noticed outside, also those inside of others. What is
 * pinned is not carried out, nor is what is inside of it; only nodes of the outermost graph can be pinned.
 */
export function noticed(
  document: ChainDocument,
  kinds: Kinds,
  pins: Readonly<Record<string, unknown>>,
  reach: Reach,
  node: string | null,
): ChainNode[] {
  const reached =
    reach === "whole"
      ? undefined
      : reach === "up_to"
        ? reachable(predecessors(document), node ?? "")
        : new Set([node]);
  const carried = document.nodes.filter((n) => !(n.id in pins) && (!reached || reached.has(n.id)));
  return carried.flatMap((n) => {
    const inner = innerGraph(n);
    return [n, ...(inner ? [...everyNode(inner)].map((f) => f.node) : [])].filter(
      (one) => kinds.get(one.kind)?.effects,
    );
  });
}
