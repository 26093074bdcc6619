import type { Graph, Point } from "../chain/document";
import { card, type Direction, point } from "../chain/layout";
import { inOrder } from "../chain/outline";
import { boundsOf, fixed, type UndoNode } from "./project";

/** Between the lane and the chain, and between undos that stand beside each other. */
const apart = 40;

/** What undoes the nodes of a graph, in a lane beside it: each at its node, with its turn, the last node first. */
export function undoLane(graph: Graph, places: ReadonlyMap<string, Point>, direction: Direction): UndoNode[] {
  const byId = new Map(graph.nodes.map((n) => [n.id, n]));
  const box = boundsOf(places.values());
  const down = direction === "down";
  const step = (down ? card.width : card.height) + apart;
  const beside = new Map<number, number>();
  return inOrder(graph)
    .reverse()
    .flatMap((id) => {
      const node = byId.get(id);
      const at = places.get(id);
      return node?.undo && at ? [{ node, along: down ? at.y : at.x }] : [];
    })
    .map(({ node, along }, i) => {
      const nth = (beside.get(along) ?? 0) + 1;
      beside.set(along, nth);
      return {
        id: `undo:${node.id}`,
        type: "undo",
        position: point(direction, along, (down ? box.x : box.y) - step * nth),
        data: { node, turn: i + 1 },
        ...fixed(card, false),
        selectable: false,
        draggable: false,
        handles: [],
      };
    });
}
