import {
  type Body,
  type ChainDocument,
  type ChainEdge,
  type ChainNode,
  edgeKey,
  type Graph,
  type Point,
} from "@/shared/chain/document";
import { changeGraph, followers, graphAt, predecessors } from "@/shared/chain/graph";
import { type Kind, type Kinds, portsOf } from "@/shared/chain/kinds";
import { next, Places, pitch, point, positions } from "@/shared/chain/layout";
import { settled } from "./arrange";
import { type Fragment, paste } from "./clipboard";
import { connect, type Port } from "./connect";
import { idsOf, numberedId } from "./ids";

/** Where a new node comes: after a node, on an edge, at a point, or where there is room. */
export type Door = { after: string; port: Port; at?: Point } | { on: string } | { at?: Point };

/** Whether nodes of a kind can be added there: nothing can follow an end, nothing leads to a start. */
export function fits(kind: Kind, door: Door): boolean {
  if ("on" in door) return kind.ports.in && kind.ports.out;
  if ("after" in door) return kind.ports.in;
  return true;
}

/** A node of a kind, with no more in it than makes it one. */
export function newNode(document: ChainDocument, kind: Kind): ChainNode {
  return { id: numberedId(idsOf(document), kind.name), ...newBody(kind) };
}

/** What makes a node one of a kind. */
export function newBody(kind: Kind): Body {
  return hasGraph(kind)
    ? { kind: kind.name, [kind.name]: { graph: { nodes: [], edges: [] } } }
    : { kind: kind.name };
}

/** Whether a kind's configuration has a graph of its own. */
function hasGraph(kind: Kind): boolean {
  const schema = kind.schema as { properties?: Record<string, unknown> } | undefined;
  return !kind.fields && schema?.properties?.graph !== undefined;
}

/** The document with a node more, connected as the door says, and placed without moving another. */
export function addNode(
  given: ChainDocument,
  path: readonly string[],
  kinds: Kinds,
  node: ChainNode,
  door: Door,
): ChainDocument {
  const document = settled(given, path);
  const graph = graphAt(document, path);
  if (!graph) return given;
  const at = place(graph, document, door);
  const grown = changeGraph(document, path, (g) =>
    link({ ...g, nodes: [...g.nodes, node] }, kinds, [node], [node], door),
  );
  return { ...grown, layout: { ...grown.layout, nodes: { ...grown.layout?.nodes, [node.id]: at } } };
}

/**
 * The document with the nodes of a fragment more: what begins in it follows the door, and what an edge led to
 * follows what ends in it. Nobody else is moved. Also what was added, and is to be selected.
 */
export function addPart(
  given: ChainDocument,
  path: readonly string[],
  kinds: Kinds,
  part: Fragment,
  door: Door,
): ReturnType<typeof paste> {
  const document = settled(given, path);
  const graph = graphAt(document, path) ?? document;
  const places = Object.values(part.layout.nodes ?? {});
  const left = Math.min(...places.map((p) => p.x));
  const top = Math.min(...places.map((p) => p.y));
  const shape = places.map((p) => ({ x: p.x - left, y: p.y - top }));
  const pasted = paste(document, path, part, place(graph, document, door, shape));
  const ids = new Set(pasted.selection.nodes);
  const own = (g: Graph) => g.nodes.filter((n) => ids.has(n.id));
  const linked = changeGraph(pasted.document, path, (g) => {
    const [after, before] = [followers(g), predecessors(g)];
    const first = own(g).filter((n) => (before.get(n.id) ?? []).length === 0);
    const last = own(g).filter((n) => (after.get(n.id) ?? []).length === 0);
    return link(g, kinds, first, last, door);
  });
  return { document: linked, selection: pasted.selection };
}

function place(graph: Graph, document: ChainDocument, door: Door, cards?: readonly Point[]): Point {
  const direction = document.layout?.direction ?? "down";
  const there = positions(graph, document.layout);
  const taken = new Places(there.values());
  if ("on" in door) {
    const edge = graph.edges.find((e) => edgeKey(e) === door.on);
    const [a, b] = [there.get(edge?.from ?? ""), there.get(edge?.to ?? "")];
    if (!a || !b) return taken.atEnd(direction);
    return taken.free({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, direction, cards);
  }
  if (door.at) return taken.free(door.at, direction, cards);
  if ("after" in door) {
    const from = there.get(door.after);
    if (!from) return taken.atEnd(direction);
    const straight = next(from, direction);
    // What follows a failure stands beside what follows success.
    const side = point(direction, 0, pitch(direction).across);
    return taken.free(
      door.port === "failure" ? { x: straight.x + side.x, y: straight.y + side.y } : straight,
      direction,
      cards,
    );
  }
  return taken.atEnd(direction);
}

/** Connects what was added as the door says: its first nodes and its last ones. */
function link(graph: Graph, kinds: Kinds, first: ChainNode[], last: ChainNode[], door: Door): Graph {
  const into = first.filter((n) => portsOf(kinds, n).in);
  if ("after" in door) return into.reduce((g, n) => connect(g, door.after, door.port, n.id), graph);
  if (!("on" in door)) return graph;
  const from = last.filter((n) => portsOf(kinds, n).out);
  if (into.length === 0 || from.length === 0) return graph;
  const edges = graph.edges.flatMap((e): ChainEdge[] => {
    if (edgeKey(e) !== door.on) return [e];
    // When it is taken stays with its first half, what it hands on with its second.
    const { map, ...half } = e;
    return [
      ...into.map((n) => ({ ...half, to: n.id })),
      ...from.map((n) => ({ from: n.id, to: e.to, ...(map === undefined ? {} : { map }) })),
    ];
  });
  return { ...graph, edges };
}
