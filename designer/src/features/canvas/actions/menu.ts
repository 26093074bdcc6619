import type { MouseEvent } from "react";
import type { Action } from "@/shared/actions/actions";
import type { Point } from "@/shared/chain/document";
import { ends } from "@/shared/chain/graph";
import { card } from "@/shared/chain/layout";
import { spotAt } from "@/shared/flow/overview";
import { nothing } from "../model/selection";
import { type Bench, bringIntoView, current, editor, placeOf, shownPlaces, workspace } from "./bench";

/** The menu of what is selected, by keyboard. The browser's own key for it does the same. */
export function menuActions({ t, focused }: Bench): Action[] {
  return [
    {
      id: "canvas.menu",
      label: t("action.menu"),
      keys: ["shift+f10", "contextmenu"],
      enabled: focused,
      hidden: true,
      perform: menuHere,
    },
  ];
}

/** Opens the menu of what is under the pointer, which is selected. Fields and tools keep the browser's own. */
export function menuAt(e: MouseEvent): void {
  const target = e.target as Element;
  const pane = target.closest(".react-flow");
  if (!pane || target.closest("input, textarea, [contenteditable=true], .react-flow__panel")) return;
  e.preventDefault();
  // The key for menus is told to what has the focus.
  if (target === pane) {
    menuHere();
    return;
  }
  const { selection, select } = editor();
  const point = { x: e.clientX, y: e.clientY };
  const place = workspace().surface?.screenToFlowPosition(point) ?? point;
  const edge =
    target.closest(".react-flow__edge")?.getAttribute("data-id") ??
    target.closest("[data-edge]")?.getAttribute("data-edge");
  const node = target.closest(".react-flow__node")?.getAttribute("data-id") ?? paintedAt(place);
  if (edge) {
    if (!selection.edges.includes(edge)) select({ nodes: [], edges: [edge] });
  } else if (node) {
    const id = node.replace(/^undo:/, "");
    select(selection.nodes.includes(id) ? selection : { nodes: [id], edges: [] }, id);
  } else if (!target.closest(".react-flow__nodesselection")) {
    select(nothing);
    workspace().set({ menu: { ...point, place: cardAt(place) } });
    return;
  }
  workspace().set({ menu: point });
}

/** Where a card is whose upper edge has a place in its middle. */
function cardAt({ x, y }: Point): Point {
  return { x: x - card.width / 2, y };
}

/** The node whose card is painted there, where cards are too small to be drawn. */
function paintedAt(place: Point): string | undefined {
  if (window.document.querySelector(".react-flow__node")) return undefined;
  return spotAt(
    [...shownPlaces()].map(([id, at]) => ({ id, at })),
    place,
  )?.id;
}

/** Opens the menu at what the keyboard is at; where it is at nothing, that of the canvas. */
function menuHere(): void {
  const { surface, set } = workspace();
  const { selection, select } = editor();
  const edge = selection.nodes.length === 0 ? selection.edges[0] : undefined;
  const id = edge === undefined ? current() : ends(edge).to;
  if (id !== undefined) bringIntoView(id, 0);
  if (edge === undefined && id !== undefined && selection.nodes.length === 0)
    select({ nodes: [id], edges: [] }, id);
  const at = id === undefined ? undefined : placeOf(id);
  if (surface && at) {
    set({ menu: surface.flowToScreenPosition({ x: at.x + card.width / 2, y: at.y + card.height / 2 }) });
    return;
  }
  const pane = window.document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!surface || !pane) return;
  const middle = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 3 };
  set({ menu: { ...middle, place: cardAt(surface.screenToFlowPosition(middle)) } });
}
