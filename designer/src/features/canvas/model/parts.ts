import { type ChainDocument, edgeKey, type Graph } from "@/shared/chain/document";
import { innerGraph, withInner } from "@/shared/chain/graph";

/** What two people can change apart from each other: a node, an edge, something of the canvas, a field of the chain. */
export type Part = {
  sort: "node" | "edge" | "place" | "note" | "group" | "field";
  /** Ids of the nodes around it, from the outermost inwards. */
  path: readonly string[];
  /** The node's or note's id, the edge's key, the field's name. */
  id: string;
};

/** A part with what stands there. */
export type Piece = Part & { value: unknown };

/** Names a part; equal for the same part of two documents. */
export function partKey(p: Part): string {
  return [p.sort, ...p.path, p.id].join("/");
}

/** How two documents differ in one part. */
export type PartChange = {
  part: Part;
  kind: "added" | "removed" | "changed";
  before?: unknown;
  after?: unknown;
};

const structure = new Set(["nodes", "edges", "layout"]);

/**
 * A document taken apart, in the order in which it says things. A node with a graph inside is two things: the
 * node without the graph, and the parts of the graph.
 */
export function pieces(document: ChainDocument): Map<string, Piece> {
  const all = new Map<string, Piece>();
  const add = (sort: Part["sort"], path: readonly string[], id: string, value: unknown) => {
    const piece = { sort, path, id, value };
    all.set(partKey(piece), piece);
  };
  const { layout } = document;
  for (const [name, value] of Object.entries(document))
    if (!structure.has(name) && value !== undefined) add("field", [], name, value);
  addGraph(document, [], add);
  for (const [id, point] of Object.entries(layout?.nodes ?? {})) add("place", [], id, point);
  for (const note of layout?.notes ?? []) add("note", [], note.id, note);
  for (const group of layout?.groups ?? []) add("group", [], group.id, group);
  for (const [name, value] of Object.entries(layout ?? {}))
    if (!["nodes", "notes", "groups"].includes(name) && value !== undefined)
      add("place", ["layout"], name, value);
  return all;
}

type Add = (sort: Part["sort"], path: readonly string[], id: string, value: unknown) => void;

function addGraph(graph: Graph, path: readonly string[], add: Add): void {
  for (const node of graph.nodes) {
    const inner = innerGraph(node);
    add("node", path, node.id, inner ? shell(node) : node);
    if (!inner) continue;
    const within = [...path, node.id];
    addGraph(inner, within, add);
    for (const [name, value] of Object.entries(inner))
      if (name !== "nodes" && name !== "edges" && value !== undefined) add("field", within, name, value);
  }
  const seen = new Map<string, number>();
  for (const edge of graph.edges ?? []) {
    const key = edgeKey(edge);
    const again = seen.get(key) ?? 0;
    seen.set(key, again + 1);
    add("edge", path, again === 0 ? key : `${key} ${again + 1}`, edge);
  }
}

const shells = new WeakMap<object, object>();

/** The node without the graph inside it; the same object for the same node, so that equal ones are found fast. */
function shell<N extends Graph["nodes"][number]>(node: N): object {
  const known = shells.get(node);
  if (known) return known;
  const made = withInner(node, { nodes: [], edges: [] });
  shells.set(node, made);
  return made;
}

/** How a document became another, part by part. */
export function changes(before: ChainDocument, after: ChainDocument): PartChange[] {
  if (before === after) return [];
  const old = pieces(before);
  const now = pieces(after);
  const found: PartChange[] = [];
  for (const [key, piece] of now) {
    const { value, ...part } = piece;
    const was = old.get(key);
    if (!was) found.push({ part, kind: "added", after: value });
    else if (!equal(was.value, value)) found.push({ part, kind: "changed", before: was.value, after: value });
  }
  for (const [key, { value, ...part }] of old)
    if (!now.has(key)) found.push({ part, kind: "removed", before: value });
  return found;
}

/** Whether two JSON values say the same; a field that is undefined is not there. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((v, i) => equal(v, b[i]));
  }
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(x), ...Object.keys(y)]);
  for (const k of keys) if (!equal(x[k], y[k])) return false;
  return true;
}

/** One field that differs between versions of a part. `pointer` is a JSON pointer into the part. */
export type FieldRow = { pointer: string; values: unknown[] };

/** The fields in which versions of a part differ, as deep as they are objects in all that have them. */
export function fieldRows(versions: unknown[], pointer = ""): FieldRow[] {
  if (versions.every((v) => equal(v, versions[0]))) return [];
  const given = versions.filter((v) => v !== undefined);
  if (!given.every(isRecord)) return [{ pointer, values: versions }];
  const keys = new Set(given.flatMap((v) => Object.keys(v)));
  return [...keys].flatMap((k) =>
    fieldRows(
      versions.map((v) => (isRecord(v) ? v[k] : undefined)),
      `${pointer}/${k.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    ),
  );
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}
