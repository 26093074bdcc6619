import type { TFunction } from "i18next";
import { edgeKey, nodeName, type Point } from "@/shared/chain/document";
import { findNode, graphAt, pathTo } from "@/shared/chain/graph";
import { card, positions } from "@/shared/chain/layout";
import { boundsOf } from "@/shared/flow/project";
import { inSight, near, painted, whole } from "@/shared/flow/viewport";
import { placesOf } from "../model/arrange";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";

/** What the actions of the canvas are made for: they are made anew when it changes. */
export type Bench = {
  t: TFunction;
  /** Whether the draft may be changed. */
  editing: boolean;
  /** Whether the keyboard is in the canvas, so that arrows and Enter are its own. */
  focused: boolean;
  /** Whether a node is selected or has the focus. */
  some: boolean;
  /** How many nodes are selected. */
  many: number;
  /** Whether an edge is selected. */
  edge: boolean;
  /** Whether the graph that is shown is the outermost one. */
  outermost: boolean;
};

export const editor = () => useEditor.getState();
export const workspace = () => useWorkspace.getState();

/** The graph that is shown. */
export function shownGraph() {
  const { document, path } = editor();
  return graphAt(document, path) ?? document;
}

/** The nodes that an act is about: those selected, else the one with the focus. */
export function subjects(): readonly string[] {
  const { selection, focus } = editor();
  if (selection.nodes.length > 0) return selection.nodes;
  return focus !== undefined && selection.edges.length === 0 ? [focus] : [];
}

/** What an act on nodes and edges is about. */
export function subject() {
  const { selection } = editor();
  return { nodes: subjects(), edges: selection.edges };
}

/** The one node that an act is about: that with the focus, else the first one selected. */
export function current(): string | undefined {
  const { selection, focus } = editor();
  return focus ?? selection.nodes[0];
}

/** The same, if it is a node and neither a note nor a group. */
export function currentNode(): string | undefined {
  const id = current();
  return shownGraph().nodes.some((n) => n.id === id) ? id : undefined;
}

/** Where something new comes: where the menu of the canvas was opened, else near the middle of what is in view. */
export function newPlace(): Point {
  return workspace().pointed ?? middleOfView();
}

/** Near the middle of what is in view, as a place for a card. */
export function middleOfView(): Point {
  const pane = window.document.querySelector(".react-flow")?.getBoundingClientRect();
  const { surface } = workspace();
  if (!pane || !surface) return { x: 0, y: 0 };
  const at = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 3 };
  const p = surface.screenToFlowPosition(at);
  return { x: p.x - card.width / 2, y: p.y };
}

/** What people call a node, a note or a group. */
export function nameOf(id: string): string {
  const { document } = editor();
  const node = findNode(document, id);
  return node ? nodeName(node) : (document.layout?.groups?.find((g) => g.id === id)?.name ?? id);
}

/** Goes to a node: shows the graph it stands in, selects it, and brings it into view if it is not. */
export function goTo(id: string, choose = true): void {
  const { document, path, setPath, select, setFocus } = editor();
  const where = pathTo(document, id);
  if (where && where.join("/") !== path.join("/")) setPath(where);
  if (choose) select({ nodes: [id], edges: [] }, id);
  else setFocus(id);
  bringIntoView(id);
}

/** Pans, as little as needed, until a node, a note or what is first in a group is in view. */
export function bringIntoView(id: string, duration = 120): void {
  const { surface } = workspace();
  const at = placeOf(id);
  const pane = window.document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!surface || !at || !pane) return;
  const next = inSight(surface.getViewport(), at, pane);
  if (next) void surface.setViewport(next, { duration });
}

/**
 * Asks for the name of a node or a group, or for the text of a note. Its card is there at once and can be read:
 * what is typed before there is a field would be keys of the canvas.
 */
export function askName(id: string): void {
  const { surface } = workspace();
  const at = placeOf(id);
  if (surface && at && surface.getZoom() < painted)
    void surface.setCenter(at.x + card.width / 2, at.y + card.height / 2, { zoom: near });
  else bringIntoView(id, 0);
  editor().setNaming(id);
}

/** Where a node, a note or what is first in a group stands in the graph that is shown. */
export function placeOf(id: string): Point | undefined {
  const places = placesOf(editor().document, editor().path, [id]);
  return places.size > 0 ? boundsOf(places.values()) : undefined;
}

/** Shows all of the graph. */
export function fitAll(): void {
  lookAt(shownPlaces());
}

/** Shows the nodes that are selected, or those at the ends of an edge that is. */
export function fitSelection(): void {
  const { edges } = editor().selection;
  const ends = (shownGraph().edges ?? []).filter((e) => edges.includes(edgeKey(e)));
  const chosen = new Set([...subjects(), ...ends.flatMap((e) => [e.from, e.to])]);
  lookAt(new Map([...shownPlaces()].filter(([id]) => chosen.has(id))));
}

/** Cards may be painted, so the surface cannot be asked where they are. */
function lookAt(places: ReadonlyMap<string, Point>): void {
  const pane = window.document.querySelector(".react-flow")?.getBoundingClientRect();
  if (pane && places.size > 0) void workspace().surface?.setViewport(whole(places, pane), { duration: 150 });
}

/** Brings the keyboard back to where it was: the canvas, or the outline. */
export function focusHome(): void {
  const tree =
    workspace().home === "outline" && window.document.querySelector<HTMLElement>("[data-canvas] [role=tree]");
  const home = tree || window.document.querySelector<HTMLElement>("[data-canvas] .react-flow");
  home?.focus({ preventScroll: true });
}

/** Brings the keyboard home from a field that is done. A field that was left has given the focus to another. */
export function leaveField(): void {
  if (window.document.activeElement !== window.document.body) focusHome();
}

/** Where the nodes of the shown graph stand. */
export function shownPlaces() {
  return positions(shownGraph(), editor().document.layout);
}
