import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { type RefObject, useRef } from "react";
import type { Point } from "../chain/document";
import type { OverlayStore } from "./picture-state";
import type { FlowEdge } from "./project";
import type { Editing, Surface } from "./surface";

/** Draws edges: what a person holds, where it may end, and what its end means. */
export function useConnecting(
  editing: Editing | undefined,
  store: OverlayStore,
  surface: RefObject<Surface | undefined>,
) {
  const held = useRef<OnConnectStartParams | undefined>(undefined);
  return {
    onConnectStart: (_: unknown, start: OnConnectStartParams) => {
      held.current = start;
      if (start.nodeId && editing) store.setState({ fits: editing.fits(start.nodeId, port(start.handleId)) });
    },
    onConnect: (c: Connection) => editing?.connect(c.source, port(c.sourceHandle), c.target),
    onConnectEnd: (e: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      const start = held.current;
      const fits = store.getState().fits;
      held.current = undefined;
      store.setState({ fits: undefined });
      if (!editing || !start?.nodeId || end.toHandle) return;
      const { x, y } = "changedTouches" in e ? touch(e) : { x: e.clientX, y: e.clientY };
      const over = window.document
        .elementFromPoint(x, y)
        ?.closest<HTMLElement>(".react-flow__node")
        ?.getAttribute("data-id");
      if (over) {
        const why = fits?.get(over);
        if (why === "") editing.connect(start.nodeId, port(start.handleId), over);
        else if (why) editing.refused(why);
        return;
      }
      const at = surface.current?.screenToFlowPosition({ x, y });
      if (at) editing.dropped(start.nodeId, port(start.handleId), at);
    },
    isValidConnection: (c: Connection | FlowEdge) => store.getState().fits?.get(c.target) === "",
  };
}

function port(handle: string | null | undefined): "out" | "failure" {
  return handle === "failure" ? "failure" : "out";
}

function touch(e: TouchEvent): Point {
  const t = e.changedTouches[0];
  return { x: t?.clientX ?? 0, y: t?.clientY ?? 0 };
}
