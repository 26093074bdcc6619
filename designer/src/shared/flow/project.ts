import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import {
  type ChainEdge,
  type ChainNode,
  edgeKey,
  type Graph,
  type Group,
  type Layout,
  type Note,
  type Point,
} from "../chain/document";
import { portOf } from "../chain/kinds";
import { card, type Direction, positions } from "../chain/layout";
import { Lanes } from "./lanes";

export type CardNode = Node<{ node: ChainNode }, "card">;
export type NoteNode = Node<{ note: Note }, "note">;
export type GroupNode = Node<{ group: Group; count: number }, "frame" | "folded">;
/** What undoes a node, beside it, and as which one. */
export type UndoNode = Node<{ node: ChainNode; turn: number }, "undo">;
export type FlowNode = CardNode | NoteNode | GroupNode | UndoNode;
/** The lane is where the edge runs past cards, across the flow. */
export type FlowEdge = Edge<{ edge: ChainEdge; lane: number | undefined }, "chain">;

export const noteSize = { width: 208, height: 96 };

/** Where edges meet a card, so that the surface need not measure it. */
const handles: Record<Direction, NodeHandle[]> = {
  down: [
    handle("in", "target", Position.Top, card.width / 2, 0),
    handle("out", "source", Position.Bottom, card.width / 2, card.height),
    handle("failure", "source", Position.Right, card.width, card.height / 2),
  ],
  right: [
    handle("in", "target", Position.Left, 0, card.height / 2),
    handle("out", "source", Position.Right, card.width, card.height / 2),
    handle("failure", "source", Position.Bottom, card.width / 2, card.height),
  ],
};

function handle(id: string, type: NodeHandle["type"], position: Position, x: number, y: number): NodeHandle {
  return { id, type, position, x, y, width: 1, height: 1 };
}

/** Where the port of a card is. */
export function portPosition(direction: Direction, port: string): Position {
  return handles[direction].find((h) => h.id === port)?.position ?? Position.Top;
}

/** What the surface's own tree must not say; the cards say it themselves. */
const silent = { "aria-roledescription": undefined };

type Shown = { nodes: readonly string[]; edges: readonly string[] };

/**
 * Turns a graph and its layout into what the drawing surface draws. What did not change since the last time
 * is the same object again, so that nothing of it is drawn anew.
 */
export class Projector {
  private nodes = new Map<string, FlowNode>();
  private edges = new Map<string, FlowEdge>();
  private describe: ((edge: ChainEdge) => string) | undefined;
  private places: { graph?: Graph; layout?: Layout | undefined; all: Map<string, Point> } = {
    all: new Map(),
  };

  /** Where the nodes stand. */
  positions(graph: Graph, layout: Layout | undefined): Map<string, Point> {
    if (this.places.graph !== graph || this.places.layout !== layout)
      this.places = { graph, layout, all: positions(graph, layout) };
    return this.places.all;
  }

  project(
    graph: Graph,
    layout: Layout | undefined,
    options: {
      selected: Shown;
      /** Places that differ for as long as something is dragged. */
      moved?: ReadonlyMap<string, Point>;
      /** Whether notes and groups are shown: they belong to the outermost graph. */
      outermost: boolean;
      describe: (edge: ChainEdge) => string;
    },
  ): { nodes: FlowNode[]; edges: FlowEdge[] } {
    const { moved, outermost } = options;
    const direction = layout?.direction ?? "down";
    const places = this.positions(graph, layout);
    const at = (id: string, otherwise: Point) => moved?.get(id) ?? otherwise;
    const selected = new Set(options.selected.nodes);
    const nodes = new Map<string, FlowNode>();
    const inside = new Set(graph.nodes.map((n) => n.id));
    const hidden = new Map<string, string>();
    const keep = (next: FlowNode) => {
      const last = this.nodes.get(next.id);
      nodes.set(next.id, last && sameNode(last, next) ? last : next);
    };
    for (const group of layout?.groups ?? []) {
      const members = group.nodes.filter((id) => inside.has(id));
      if (members.length === 0) continue;
      const points = members.map((id) => at(id, places.get(id) ?? { x: 0, y: 0 }));
      const box = boundsOf(points);
      if (group.folded) {
        for (const id of members) hidden.set(id, group.id);
        keep({
          id: group.id,
          type: "folded",
          position: at(group.id, { x: box.x, y: box.y }),
          data: { group, count: members.length },
          ...fixed(card, selected.has(group.id)),
          handles: handles[direction],
        });
        continue;
      }
      keep({
        id: group.id,
        type: "frame",
        position: { x: box.x - 16, y: box.y - 40 },
        data: { group, count: members.length },
        ...fixed({ width: box.width + 32, height: box.height + 56 }, selected.has(group.id)),
        zIndex: -1,
        // Only the frame's head is there for the pointer: what lies in it stays in reach.
        style: { pointerEvents: "none" },
        dragHandle: ".frame-head",
        handles: handles[direction],
      });
    }
    for (const note of outermost ? (layout?.notes ?? []) : []) {
      keep({
        id: note.id,
        type: "note",
        position: at(note.id, { x: note.x, y: note.y }),
        data: { note },
        ...fixed(
          { width: note.width || noteSize.width, height: note.height || noteSize.height },
          selected.has(note.id),
        ),
        handles: [],
      });
    }
    for (const node of graph.nodes) {
      if (hidden.has(node.id)) continue;
      keep({
        id: node.id,
        type: "card",
        position: at(node.id, places.get(node.id) ?? { x: 0, y: 0 }),
        data: { node },
        ...fixed(card, selected.has(node.id)),
        // What is selected lies above what it was dragged over.
        zIndex: selected.has(node.id) ? 1 : 0,
        handles: handles[direction],
      });
    }
    this.nodes = nodes;
    return { nodes: [...nodes.values()], edges: this.lines(graph, inside, hidden, direction, options) };
  }

  private lines(
    graph: Graph,
    inside: ReadonlySet<string>,
    hidden: ReadonlyMap<string, string>,
    direction: Direction,
    { selected, describe }: { selected: Shown; describe: (edge: ChainEdge) => string },
  ): FlowEdge[] {
    const chosen = new Set(selected.edges);
    const edges = new Map<string, FlowEdge>();
    const routes = new Set<string>();
    // An edge is called by the names of its nodes, which may be others now.
    const renamed = this.describe !== describe;
    this.describe = describe;
    const cards = [...this.nodes.values()].filter((n) => n.type === "card" || n.type === "folded");
    const lanes = new Lanes(
      cards.map((n) => n.position),
      direction,
    );
    for (const edge of graph.edges ?? []) {
      const key = edgeKey(edge);
      if (!inside.has(edge.from) || !inside.has(edge.to) || edges.has(key)) continue;
      const source = hidden.get(edge.from) ?? edge.from;
      const target = hidden.get(edge.to) ?? edge.to;
      if (source === target) continue;
      const route = `${source}→${target}${edge.failure ? "!" : ""}`;
      if ((source !== edge.from || target !== edge.to) && routes.has(route)) continue;
      routes.add(route);
      const last = this.edges.get(key);
      const isSelected = chosen.has(key);
      const [from, to] = [this.nodes.get(source)?.position, this.nodes.get(target)?.position];
      const lane = from && to && !edge.failure ? lanes.between(from, to) : undefined;
      const ariaLabel = last && !renamed && last.data?.edge === edge ? last.ariaLabel : describe(edge);
      if (
        last &&
        last.ariaLabel === ariaLabel &&
        last.data?.edge === edge &&
        last.data.lane === lane &&
        last.selected === isSelected &&
        last.source === source &&
        last.target === target
      ) {
        edges.set(key, last);
        continue;
      }
      edges.set(key, {
        id: key,
        type: "chain",
        source,
        target,
        sourceHandle: portOf(edge),
        targetHandle: "in",
        data: { edge, lane },
        selected: isSelected,
        interactionWidth: 24,
        ...(ariaLabel === undefined ? {} : { ariaLabel }),
        domAttributes: silent,
      });
    }
    this.edges = edges;
    return [...edges.values()];
  }
}

/** A card of a size that need not be measured. */
export function fixed(size: { width: number; height: number }, selected: boolean) {
  return {
    width: size.width,
    height: size.height,
    measured: { width: size.width, height: size.height },
    selected,
    ariaRole: "presentation" as const,
    domAttributes: silent,
  };
}

function sameNode(a: FlowNode, b: FlowNode): boolean {
  return (
    a.type === b.type &&
    a.selected === b.selected &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.handles === b.handles &&
    sameData(a.data, b.data)
  );
}

function sameData(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return Object.keys(a).every((key) => a[key] === b[key]);
}

/** The box around the cards at these points. */
export function boundsOf(points: Iterable<Point>): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const p of points) {
    left = Math.min(left, p.x);
    top = Math.min(top, p.y);
    right = Math.max(right, p.x + card.width);
    bottom = Math.max(bottom, p.y + card.height);
  }
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
