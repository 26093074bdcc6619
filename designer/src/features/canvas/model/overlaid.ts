import type { ChainDocument } from "@/shared/chain/document";
import { edgeKey } from "@/shared/chain/document";
import { positions } from "@/shared/chain/layout";
import type { Mark } from "@/shared/flow/picture-state";

/** What the server tells of a difference. */
type Told = {
  kind: "added" | "removed" | "changed" | "moved";
  subject: "document" | "node" | "edge" | "layout";
  node?: string;
  from?: string;
  to?: string;
  pointer: string;
};

/** The edges that a difference is about: there may be one for success and one for failure. */
function edgesOf(document: ChainDocument, c: Told): string[] {
  const at = /^\/edges\/(\d+)$/.exec(c.pointer)?.[1];
  const exact = at === undefined ? undefined : document.edges[Number(at)];
  if (exact && exact.from === c.from && exact.to === c.to) return [edgeKey(exact)];
  return document.edges.filter((e) => e.from === c.from && e.to === c.to).map(edgeKey);
}

/** The keys of the edges that a difference between two documents is about, as the picture of both has them. */
export function edgesOfChange(from: ChainDocument, to: ChainDocument, c: Told): string[] {
  return edgesOf(c.kind === "removed" ? from : to, c);
}

/**
 * Two documents as one picture: the newer with what was removed put back as ghosts where it stood, and a mark
 * on all that differs.
 */
export function overlaid(
  from: ChainDocument,
  to: ChainDocument,
  changes: readonly Told[],
): { document: ChainDocument; marks: Map<string, Mark> } {
  const marks = new Map<string, Mark>();
  const ghosts = new Set<string>();
  const ghostEdges = new Set<string>();
  for (const c of changes) {
    if (c.kind === "moved") continue;
    if (c.subject === "node" && c.node) {
      marks.set(c.node, c.kind);
      if (c.kind === "removed") ghosts.add(c.node);
    }
    if (c.subject === "edge")
      for (const key of edgesOfChange(from, to, c)) {
        marks.set(key, c.kind);
        if (c.kind === "removed") ghostEdges.add(key);
      }
  }
  const there = new Set([...to.nodes.map((n) => n.id), ...ghosts]);
  const kept = new Set(to.edges.map(edgeKey));
  const before = positions(from, from.layout);
  const now = positions(to, to.layout);
  const places = Object.fromEntries(now);
  for (const id of ghosts) {
    const p = before.get(id);
    if (p) places[id] = p;
  }
  const document: ChainDocument = {
    ...to,
    nodes: [...to.nodes, ...from.nodes.filter((n) => ghosts.has(n.id))],
    edges: [
      ...to.edges,
      ...from.edges.filter(
        (e) => ghostEdges.has(edgeKey(e)) && !kept.has(edgeKey(e)) && there.has(e.from) && there.has(e.to),
      ),
    ],
    layout: { ...to.layout, nodes: { ...to.layout?.nodes, ...places } },
  };
  return { document, marks };
}
