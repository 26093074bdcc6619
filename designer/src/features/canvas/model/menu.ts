import type { ChainDocument } from "@/shared/chain/document";
import { findNode, innerGraph } from "@/shared/chain/graph";
import { type Kinds, portsOf } from "@/shared/chain/kinds";
import { calledBy } from "./called";
import type { Selection } from "./selection";

/** What the menu of the canvas is about. */
export type About =
  | { is: "canvas" }
  | { is: "edge" }
  | { is: "many" }
  | { is: "note" | "group"; id: string }
  | { is: "node"; id: string; out: boolean; inner: boolean; calls: boolean };

/** What a selection is, for its menu. */
export function aboutOf(document: ChainDocument, kinds: Kinds, selection: Selection): About {
  const [id, ...others] = selection.nodes;
  if (id === undefined) return { is: selection.edges.length > 0 ? "edge" : "canvas" };
  if (others.length > 0) return { is: "many" };
  const node = findNode(document, id);
  if (!node) return { is: document.layout?.notes?.some((n) => n.id === id) ? "note" : "group", id };
  return {
    is: "node",
    id,
    out: portsOf(kinds, node).out,
    inner: innerGraph(node) !== undefined,
    calls: calledBy(node) !== undefined,
  };
}

const copying = ["canvas.copy", "canvas.cut", "canvas.duplicate"];

/** The actions that fit, in parts between which lines stand. */
export function menuOf(about: About): string[][] {
  switch (about.is) {
    case "node":
      return [
        [
          "canvas.open",
          ...(about.inner ? ["canvas.enter"] : []),
          ...(about.calls ? ["canvas.called"] : []),
          "canvas.testNode",
          "canvas.pin",
        ],
        about.out ? ["canvas.append", "canvas.connect"] : [],
        ["canvas.rename", "canvas.changeId", "canvas.replace"],
        [...copying, "canvas.group"],
        ["canvas.delete", "canvas.deleteAndReconnect"],
      ];
    case "many":
      return [
        [...copying, "canvas.group"],
        ["canvas.tidy", "canvas.fitSelection"],
        ["canvas.delete", "canvas.deleteAndReconnect"],
      ];
    case "note":
      return [["canvas.rename"], copying, ["canvas.delete"]];
    case "group":
      return [["canvas.rename", "canvas.ungroup", "canvas.fitSelection"], copying, ["canvas.delete"]];
    case "edge":
      return [["canvas.open", "canvas.insert"], ["canvas.fitSelection"], ["canvas.delete"]];
    case "canvas":
      return [
        ["canvas.add", "canvas.note", "canvas.paste"],
        ["canvas.undo", "canvas.redo"],
        ["canvas.test", "canvas.tidy", "canvas.turn"],
        ["canvas.selectAll", "canvas.find", "canvas.outline", "canvas.fitAll"],
      ];
  }
}
