import { type ChainDocument, edgeKey } from "@/shared/chain/document";
import { graphAt, pathTo } from "@/shared/chain/graph";
import type { Finding } from "@/shared/chain/kinds";

/** The keys of the edges that a problem is about. */
export function edgesOf(document: ChainDocument, problem: Finding): string[] {
  const path = problem.from === undefined ? undefined : pathTo(document, problem.from);
  const graph = path && graphAt(document, path);
  return (graph?.edges ?? []).filter((e) => e.from === problem.from && e.to === problem.to).map(edgeKey);
}

/** Problems by what they are about: a node's id, an edge (`from→to`), or nothing in particular (""). */
export function bySubject(problems: readonly Finding[]): Map<string, Finding[]> {
  const all = new Map<string, Finding[]>();
  for (const p of problems) {
    const key = p.node ?? (p.from !== undefined ? `${p.from}→${p.to ?? ""}` : "");
    all.set(key, [...(all.get(key) ?? []), p]);
  }
  return all;
}
