import {
  type Body,
  type ChainDocument,
  type ChainEdge,
  type ChainNode,
  edgeKey,
  type Graph,
} from "./document";

/** The graph inside a node, if its kind has one and it is filled in. */
export function innerGraph(node: Body): Graph | undefined {
  const config = node[node.kind];
  if (typeof config !== "object" || config === null) return undefined;
  const graph = (config as { graph?: Graph }).graph;
  return Array.isArray(graph?.nodes) ? graph : undefined;
}

/** The node with another graph inside. */
export function withInner<N extends Body>(node: N, graph: Graph): N {
  return { ...node, [node.kind]: { ...(node[node.kind] as object | undefined), graph } };
}

/** The graph at a path of node ids, from the outermost inwards; the empty path is the document itself. */
export function graphAt(document: ChainDocument, path: readonly string[]): Graph | undefined {
  let graph: Graph | undefined = document;
  for (const id of path) {
    const node: ChainNode | undefined = graph?.nodes.find((n) => n.id === id);
    graph = node && innerGraph(node);
  }
  return graph;
}

/** The document with the graph at a path changed. It is the same document if nothing changed. */
export function changeGraph(
  document: ChainDocument,
  path: readonly string[],
  change: (graph: Graph) => Graph,
): ChainDocument {
  return changed(document, path, change) as ChainDocument;
}

function changed(graph: Graph, path: readonly string[], change: (graph: Graph) => Graph): Graph {
  const [id, ...rest] = path;
  if (id === undefined) {
    const next = change(graph);
    return next === graph ? graph : { ...graph, ...next };
  }
  const nodes = mapOne(
    graph.nodes,
    (n) => n.id === id,
    (node) => {
      const inner = innerGraph(node);
      if (!inner) return node;
      const next = changed(inner, rest, change);
      return next === inner ? node : withInner(node, next);
    },
  );
  return nodes === graph.nodes ? graph : { ...graph, nodes };
}

function mapOne<T>(all: T[], is: (t: T) => boolean, change: (t: T) => T): T[] {
  const at = all.findIndex(is);
  const before = all[at];
  if (before === undefined) return all;
  const after = change(before);
  return after === before ? all : all.with(at, after);
}

/** Every node with the path of the graph it stands in. Ids are unique across all of them. */
export function* everyNode(
  graph: Graph,
  path: readonly string[] = [],
): Generator<{ node: ChainNode; path: readonly string[]; graph: Graph }> {
  for (const node of graph.nodes) {
    yield { node, path, graph };
    const inner = innerGraph(node);
    if (inner) yield* everyNode(inner, [...path, node.id]);
  }
}

/** Where a node stands; undefined if there is none of that id. */
export function pathTo(document: ChainDocument, id: string): readonly string[] | undefined {
  for (const found of everyNode(document)) if (found.node.id === id) return found.path;
  return undefined;
}

export function findNode(document: ChainDocument, id: string): ChainNode | undefined {
  for (const { node } of everyNode(document)) if (node.id === id) return node;
  return undefined;
}

/** An edge by its key (`edgeKey`). */
export function findEdge(document: ChainDocument, key: string): ChainEdge | undefined {
  const path = pathTo(document, ends(key).from);
  return path && graphAt(document, path)?.edges?.find((e) => edgeKey(e) === key);
}

/** The document with one node changed, wherever it stands. */
export function changeNode(
  document: ChainDocument,
  id: string,
  change: (node: ChainNode) => ChainNode,
): ChainDocument {
  const path = pathTo(document, id);
  if (!path) return document;
  return changeGraph(document, path, (g) => {
    const nodes = mapOne(g.nodes, (n) => n.id === id, change);
    return nodes === g.nodes ? g : { ...g, nodes };
  });
}

/** The document with one edge changed. */
export function changeEdge(
  document: ChainDocument,
  key: string,
  change: (edge: ChainEdge) => ChainEdge,
): ChainDocument {
  const path = pathTo(document, ends(key).from);
  if (!path) return document;
  return changeGraph(document, path, (g) => {
    const edges = mapOne(g.edges ?? [], (e) => edgeKey(e) === key, change);
    return edges === g.edges ? g : { ...g, edges };
  });
}

/** The nodes that an edge's key names. */
export function ends(key: string): { from: string; to: string } {
  const [from = "", to = ""] = key.replace(/!$/, "").split("→");
  return { from, to };
}

/** For each node, those its edges lead to. */
export function followers(graph: Graph): Map<string, string[]> {
  return neighbours(graph, "from", "to");
}

/** For each node, those whose edges lead to it. */
export function predecessors(graph: Graph): Map<string, string[]> {
  return neighbours(graph, "to", "from");
}

function neighbours(graph: Graph, of: "from" | "to", what: "from" | "to"): Map<string, string[]> {
  const all = new Map<string, string[]>(graph.nodes.map((n) => [n.id, []]));
  for (const e of graph.edges ?? []) {
    const list = all.get(e[of]);
    if (list && all.has(e[what]) && !list.includes(e[what])) list.push(e[what]);
  }
  return all;
}

/** Whether edges lead from one node to another, in any number of steps. A node reaches itself. */
export function reaches(next: ReadonlyMap<string, string[]>, from: string, to: string): boolean {
  return from === to || reachable(next, from).has(to);
}

/** All nodes that edges lead to from one, itself included. */
export function reachable(next: ReadonlyMap<string, string[]>, from: string): Set<string> {
  const seen = new Set([from]);
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const n of next.get(id) ?? []) {
      if (seen.has(n)) continue;
      seen.add(n);
      waiting.push(n);
    }
  }
  return seen;
}
