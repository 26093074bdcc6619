import type { ChainDocument, Graph } from "@/shared/chain/document";
import { changeNode, innerGraph, pathTo, withInner } from "@/shared/chain/graph";
import { freeId, idsOf, isId, slug } from "./ids";

/** Fields whose whole text is JavaScript; elsewhere code stands in `${{ … }}`. */
const codeFields = new Set(["when", "map", "body"]);

/** The document with another name for a node. A name alone changes nothing else. */
export function renameNode(document: ChainDocument, id: string, name: string): ChainDocument {
  return changeNode(document, id, (n) => {
    if ((n.name ?? "") === name) return n;
    const { name: _, ...rest } = n;
    return name === "" ? rest : { ...rest, name };
  });
}

/**
 * Names a node that was just added: its id is made from the name, as far as the name has letters for one,
 * since nothing can refer to it yet.
 */
export function nameNew(
  document: ChainDocument,
  id: string,
  name: string,
): { document: ChainDocument; id: string } {
  const named = renameNode(document, id, name);
  const wanted = slug(name);
  if (wanted === "" || wanted === id) return { document: named, id };
  const taken = idsOf(document);
  taken.delete(id);
  const next = freeId(taken, wanted);
  return { document: changeIds(named, new Map([[id, next]])), id: next };
}

/** The document with another id for a node, in edges, layout and expressions too; undefined if it cannot have it. */
export function changeId(document: ChainDocument, id: string, next: string): ChainDocument | undefined {
  if (id === next) return document;
  if (!isId(next) || idsOf(document).has(next) || !pathTo(document, id)) return undefined;
  return changeIds(document, new Map([[id, next]]));
}

/** The document with other ids for nodes, notes and groups, wherever they are named. */
export function changeIds(document: ChainDocument, ids: ReadonlyMap<string, string>): ChainDocument {
  if (ids.size === 0) return document;
  const to = (id: string) => ids.get(id) ?? id;
  const graph = changeGraphIds(document, ids);
  const { layout } = document;
  if (!layout) return { ...document, ...graph };
  return {
    ...document,
    ...graph,
    layout: {
      ...layout,
      ...(layout.nodes && {
        nodes: Object.fromEntries(Object.entries(layout.nodes).map(([id, p]) => [to(id), p])),
      }),
      ...(layout.groups && {
        groups: layout.groups.map((g) => ({ ...g, id: to(g.id), nodes: g.nodes.map(to) })),
      }),
      ...(layout.notes && { notes: layout.notes.map((n) => ({ ...n, id: to(n.id) })) }),
    },
  };
}

/** A graph with other ids, in its expressions too. */
export function changeGraphIds<G extends Graph>(graph: G, ids: ReadonlyMap<string, string>): G {
  const to = (id: string) => ids.get(id) ?? id;
  const nodes = graph.nodes.map((node) => {
    const inner = innerGraph(node);
    const plain = inner ? withInner(node, { nodes: [], edges: [] }) : node;
    const changed = { ...(rewrite(plain, ids) as typeof node), id: to(node.id) };
    return inner ? withInner(changed, changeGraphIds(inner, ids)) : changed;
  });
  const edges = (graph.edges ?? []).map((e) => ({
    ...(rewrite(e, ids) as typeof e),
    from: to(e.from),
    to: to(e.to),
  }));
  return {
    ...graph,
    nodes,
    edges,
    ...(graph.output === undefined ? {} : { output: rewrite(graph.output, ids) }),
  };
}

function rewrite(value: unknown, ids: ReadonlyMap<string, string>, field = ""): unknown {
  if (typeof value === "string") {
    if (codeFields.has(field)) return inCode(value, ids);
    return value.includes("${{") ? value.replace(/\$\{\{.*?\}\}/gs, (code) => inCode(code, ids)) : value;
  }
  if (Array.isArray(value)) return value.map((v) => rewrite(v, ids, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rewrite(v, ids, k)]));
}

/** `nodes.build`, `nodes?.build`, `nodes["build"]` with the new ids. */
function inCode(code: string, ids: ReadonlyMap<string, string>): string {
  return code
    .replace(/\bnodes(\??)\.([a-z_$][\w$]*)/gi, (whole, optional: string, id: string) => {
      const next = ids.get(id);
      if (next === undefined) return whole;
      return next.includes("-")
        ? `nodes${optional ? "?." : ""}[${JSON.stringify(next)}]`
        : `nodes${optional}.${next}`;
    })
    .replace(
      /\bnodes(\?\.)?\[\s*(["'])([^"']+)\2\s*\]/g,
      (whole, optional: string | undefined, q: string, id) => {
        const next = ids.get(id);
        return next === undefined ? whole : `nodes${optional ?? ""}[${q}${next}${q}]`;
      },
    );
}
