import type { NodePositionChange } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ChainDocument, Point } from "../chain/document";
import { type Guide, guidesOf } from "./guides";
import type { Editing } from "./surface";

/** Where cards are while they are dragged, and what they line up with. They are moved when the drag has stopped. */
export function useDrag(
  editing: Editing | undefined,
  document: ChainDocument,
  places: ReadonlyMap<string, Point>,
) {
  const [moved, setMoved] = useState<ReadonlyMap<string, Point>>();
  const [guides, setGuides] = useState<readonly Guide[]>([]);
  // A drag may stop before its last move was drawn, so where it is stands beside what is drawn.
  const now = useRef<ReadonlyMap<string, Point>>(undefined);

  const letGo = useCallback(() => {
    now.current = undefined;
    setMoved(undefined);
    setGuides([]);
  }, []);
  // A drag in which editing ends does not stop; the next one must not go on with it.
  const editable = editing !== undefined;
  useEffect(() => {
    if (!editable) letGo();
  }, [editable, letGo]);

  const move = (changes: NodePositionChange[]) => {
    if (!editing || !changes.some((c) => c.dragging)) return;
    const next = new Map(now.current);
    for (const c of changes) if (c.position) next.set(c.id, c.position);
    now.current = withMembers(next, document, places);
    setMoved(now.current);
    // The card that is held, and all that stay where they are.
    const held = changes.find((c) => c.position && places.has(c.id))?.position;
    const others = [...places].filter(([id]) => !next.has(id)).map(([, p]) => p);
    setGuides(held ? guidesOf(held, others) : []);
  };
  const stop = () => {
    if (now.current) editing?.move(now.current);
    letGo();
  };
  return { moved, guides, move, stop };
}

/** Whoever drags a frame or a folded group drags its nodes. */
function withMembers(
  moved: Map<string, Point>,
  document: ChainDocument,
  places: ReadonlyMap<string, Point>,
): Map<string, Point> {
  for (const group of document.layout?.groups ?? []) {
    const to = moved.get(group.id);
    const points = group.nodes.flatMap((id) => places.get(id) ?? []);
    if (!to || points.length === 0) continue;
    const left = Math.min(...points.map((p) => p.x)) - (group.folded ? 0 : 16);
    const top = Math.min(...points.map((p) => p.y)) - (group.folded ? 0 : 40);
    for (const id of group.nodes) {
      const p = places.get(id);
      if (p) moved.set(id, { x: p.x + to.x - left, y: p.y + to.y - top });
    }
  }
  return moved;
}
