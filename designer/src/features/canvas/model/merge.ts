import type { ChainDocument, ChainEdge, ChainNode, Graph, Layout } from "@/shared/chain/document";
import { withInner } from "@/shared/chain/graph";
import { equal, type Part, type Piece, partKey, pieces } from "./parts";

export type Side = "mine" | "theirs";

/** A part that both sides changed, each in its way. A side without a value took it out. */
export type Conflict = {
  key: string;
  part: Part;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** Why it is one though only one side changed it: an edge of the other side needs the node. */
  needed?: boolean;
};

/** Three documents laid over each other. */
export type Merge = {
  conflicts: Conflict[];
  /** What came in from the other side by itself. */
  taken: Part[];
  /** All parts in their order, but for those in conflict. */
  settled: Map<string, Piece>;
  /** The keys of all parts, in the order that the merged document has. */
  order: string[];
};

/**
 * Lays what I did and what they did since `base` over each other. What only one side touched is taken from
 * it; what both did alike is no conflict; where a card stands is never worth a question (mine counts).
 */
export function merge(base: ChainDocument, mine: ChainDocument, theirs: ChainDocument): Merge {
  const [b, m, t] = [pieces(base), pieces(mine), pieces(theirs)];
  const result: Merge = { conflicts: [], taken: [], settled: new Map(), order: inOrder(b, m, t) };
  for (const key of result.order) {
    const [was, my, their] = [b.get(key), m.get(key), t.get(key)];
    const piece = (my ?? their ?? was) as Piece;
    const iDid = !equal(was?.value, my?.value);
    const theyDid = !equal(was?.value, their?.value);
    if (iDid && theyDid && !equal(my?.value, their?.value) && piece.sort !== "place") {
      const { value: _, ...part } = piece;
      result.conflicts.push({ key, part, base: was?.value, mine: my?.value, theirs: their?.value });
      continue;
    }
    const chosen = iDid ? my : their;
    if (chosen) result.settled.set(key, chosen);
    if (theyDid && !iDid && piece.sort !== "place")
      result.taken.push({ sort: piece.sort, path: piece.path, id: piece.id });
  }
  needed(result, b, m, t);
  return result;
}

/** Who took a node out asks whoever drew an edge to it, or put something inside it. */
function needed(
  result: Merge,
  base: Map<string, Piece>,
  mine: Map<string, Piece>,
  theirs: Map<string, Piece>,
): void {
  const wanted = new Set<string>();
  for (const { sort, path, value } of result.settled.values()) {
    if (sort === "edge") {
      const edge = value as ChainEdge;
      for (const id of [edge.from, edge.to]) wanted.add(partKey({ sort: "node", path, id }));
    }
    const around = path.at(-1);
    if (around !== undefined && sort !== "place")
      wanted.add(partKey({ sort: "node", path: path.slice(0, -1), id: around }));
  }
  for (const key of wanted) {
    const was = base.get(key);
    const [my, their] = [mine.get(key), theirs.get(key)];
    if (!was || result.settled.has(key) || !my === !their) continue;
    const { value, ...part } = was;
    const touched = [...result.settled.values()].some(
      (p) => belongs(p, part) && !equal(base.get(partKey(p))?.value, p.value),
    );
    if (!touched) continue;
    result.conflicts.push({ key, part, base: value, mine: my?.value, theirs: their?.value, needed: true });
    result.taken = result.taken.filter((p) => partKey(p) !== key);
  }
}

/** Whether a part needs a node: an edge at it, or anything inside it. */
function belongs(p: Piece, node: Part): boolean {
  const inside = [...node.path, node.id];
  if (inside.every((id, i) => p.path[i] === id)) return true;
  if (p.sort !== "edge" || p.path.join("/") !== node.path.join("/")) return false;
  const edge = p.value as ChainEdge;
  return edge.from === node.id || edge.to === node.id;
}

/** The merged document, with each conflict settled as it was chosen; mine where nothing was. */
export function settle(result: Merge, choices: ReadonlyMap<string, Side> = new Map()): ChainDocument {
  const all = new Map(result.settled);
  for (const c of result.conflicts) {
    const value = c[choices.get(c.key) ?? "mine"];
    if (value !== undefined) all.set(c.key, { ...c.part, value });
  }
  const gone = new Set(result.order.filter((key) => key.startsWith("node/") && !all.has(key)));
  return assemble(
    result.order.flatMap((key) => all.get(key) ?? []),
    gone,
  );
}

/** Puts pieces together again. What stood inside a node that is gone, and the edges at it, go with it. */
function assemble(all: Piece[], gone: ReadonlySet<string>): ChainDocument {
  const at = new Map<string, Piece[]>();
  for (const p of all) {
    const key = p.path.join("/");
    at.set(key, [...(at.get(key) ?? []), p]);
  }
  const graph = (path: readonly string[]): Graph => {
    const here = at.get(path.join("/")) ?? [];
    const nodes = here
      .filter((p) => p.sort === "node")
      .map((p) => {
        const node = p.value as ChainNode;
        const within = [...path, node.id];
        return hasInner(node) ? withInner(node, graph(within)) : node;
      });
    const left = (id: string) => gone.has(partKey({ sort: "node", path, id }));
    const edges = here
      .filter((p) => p.sort === "edge")
      .map((p) => p.value as ChainEdge)
      .filter((e) => !left(e.from) && !left(e.to));
    const fields = Object.fromEntries(
      here.filter((p) => p.sort === "field" && path.length > 0).map((p) => [p.id, p.value]),
    );
    return { ...fields, nodes, edges };
  };
  const top = at.get("") ?? [];
  const of = (sort: Part["sort"]) => top.filter((p) => p.sort === sort);
  const document = {
    ...Object.fromEntries(of("field").map((p) => [p.id, p.value])),
    ...graph([]),
  } as ChainDocument;
  const layout: Layout = {
    ...Object.fromEntries((at.get("layout") ?? []).map((p) => [p.id, p.value])),
  };
  const places = of("place");
  if (places.length > 0)
    layout.nodes = Object.fromEntries(places.map((p) => [p.id, p.value as { x: number; y: number }]));
  if (of("note").length > 0) layout.notes = of("note").map((p) => p.value) as NonNullable<Layout["notes"]>;
  if (of("group").length > 0)
    layout.groups = of("group").map((p) => p.value) as NonNullable<Layout["groups"]>;
  if (Object.keys(layout).length > 0) document.layout = layout;
  return document;
}

/** Whether a node was taken apart into itself and the graph inside it. */
function hasInner(node: ChainNode): boolean {
  const config = node[node.kind] as { graph?: Graph } | undefined;
  return Array.isArray(config?.graph?.nodes);
}

/** All keys: the order of the side that changed it, and what the other side added behind what it follows there. */
function inOrder(base: Map<string, Piece>, mine: Map<string, Piece>, theirs: Map<string, Piece>): string[] {
  const kept = [...base.keys()].filter((k) => mine.has(k));
  const mineMoved = [...mine.keys()].filter((k) => base.has(k)).join("\n") !== kept.join("\n");
  const [first, second] = mineMoved ? [mine, theirs] : [theirs, mine];
  return woven(woven([...first.keys()], [...second.keys()]), [...base.keys()]);
}

/** The first list, and what only the second has, each behind what stands before it there. */
function woven(first: string[], second: string[]): string[] {
  const has = new Set(first);
  if (second.every((k) => has.has(k))) return first;
  const behind = new Map<string, string[]>();
  let last = "";
  for (const key of second) {
    if (has.has(key)) last = key;
    else behind.set(last, [...(behind.get(last) ?? []), key]);
  }
  return [...(behind.get("") ?? []), ...first.flatMap((k) => [k, ...(behind.get(k) ?? [])])];
}
