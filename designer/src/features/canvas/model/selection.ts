import { type ChainDocument, edgeKey } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";

/** What is selected: nodes (also notes and groups) by id, edges by their key. */
export type Selection = { nodes: readonly string[]; edges: readonly string[] };

export const nothing: Selection = { nodes: [], edges: [] };

/** The part of a selection that is still there. The same object if all is. */
export function remaining(selection: Selection, document: ChainDocument): Selection {
  if (selection.nodes.length === 0 && selection.edges.length === 0) return selection;
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const { node } of everyNode(document)) ids.add(node.id);
  for (const n of document.layout?.notes ?? []) ids.add(n.id);
  for (const g of document.layout?.groups ?? []) ids.add(g.id);
  const graphs = new Set([document, ...[...everyNode(document)].map((f) => f.graph)]);
  for (const g of graphs) for (const e of g.edges ?? []) keys.add(edgeKey(e));
  const nodes = selection.nodes.filter((id) => ids.has(id));
  const edges = selection.edges.filter((key) => keys.has(key));
  const all = nodes.length === selection.nodes.length && edges.length === selection.edges.length;
  return all ? selection : { nodes, edges };
}
