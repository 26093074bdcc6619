import { type ChainDocument, type ChainEdge, edgeKey } from "@/shared/chain/document";
import { changeEdge, changeGraph, changeNode, pathTo } from "@/shared/chain/graph";

/** When an edge is taken. */
export type Taken = "always" | "when" | "otherwise" | "failure";

export function takenOf(edge: ChainEdge): Taken {
  if (edge.failure) return "failure";
  if (edge.otherwise) return "otherwise";
  return edge.when === undefined ? "always" : "when";
}

/**
 * The document with an edge taken at another occasion, and the edge's key there. A node has one edge that is
 * taken otherwise: the one before goes always from then on. An edge for failures needs a node that follows such
 * edges.
 */
export function take(
  document: ChainDocument,
  edge: ChainEdge,
  taken: Taken,
): { document: ChainDocument; key: string } {
  const { when, otherwise: _, failure: __, ...rest } = edge;
  const next: ChainEdge = {
    ...rest,
    ...(taken === "when" ? { when: when ?? "" } : {}),
    ...(taken === "otherwise" ? { otherwise: true } : {}),
    ...(taken === "failure" ? { failure: true } : {}),
  };
  let made = changeGraph(document, pathTo(document, edge.from) ?? [], (g) => ({
    ...g,
    edges: g.edges.map((e) => {
      if (edgeKey(e) === edgeKey(edge)) return next;
      if (taken !== "otherwise" || e.from !== edge.from || !e.otherwise) return e;
      const { otherwise: _, ...plain } = e;
      return plain;
    }),
  }));
  if (taken === "failure")
    made = changeNode(made, edge.from, (n) =>
      n.on_failure === undefined ? { ...n, on_failure: "follow_failure_edges" } : n,
    );
  return { document: made, key: edgeKey(next) };
}

/** The document with one field of an edge changed; undefined or nothing removes it. */
export function setOnEdge(
  document: ChainDocument,
  key: string,
  field: "when" | "map" | "label",
  value: string | undefined,
): ChainDocument {
  return changeEdge(document, key, (e) => {
    if ((e[field] ?? "") === (value ?? "") && (value === undefined) === (e[field] === undefined)) return e;
    const { [field]: _, ...rest } = e;
    return value === undefined ? rest : { ...rest, [field]: value };
  });
}
