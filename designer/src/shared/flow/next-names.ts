import type { Graph } from "../chain/document";
import { followers } from "../chain/graph";

/** So many are named; who wants to know all goes along the edges. */
const most = 5;

/** By node, what the nodes behind it are called, for whoever has the picture read aloud. */
export function nextNames(graph: Graph, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const next = new Map<string, string>();
  for (const [id, behind] of followers(graph)) {
    const called = [...new Set(behind)].map((n) => names.get(n) ?? n);
    if (called.length > 0)
      next.set(id, [...called.slice(0, most), ...(called.length > most ? ["…"] : [])].join("; "));
  }
  return next;
}
