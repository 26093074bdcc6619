import type { ReactFlowInstance } from "@xyflow/react";
import type { Point } from "../chain/document";
import type { Deeds } from "./picture-state";
import type { FlowEdge, FlowNode } from "./project";

/** What is selected: nodes (also notes and groups) by id, edges by their key. */
export type Selected = { nodes: readonly string[]; edges: readonly string[] };

/** What a person may do to the chain on the surface. Without it the surface is a picture. */
export type Editing = {
  /** Called once, when a drag has ended. */
  move: (places: ReadonlyMap<string, Point>) => void;
  /** For every node why an edge from there cannot end at it; an empty text if it can. */
  fits: (from: string, port: "out" | "failure") => ReadonlyMap<string, string>;
  connect: (from: string, port: "out" | "failure", to: string) => void;
  /** An edge was dropped on a node at which it cannot end. */
  refused: (why: string) => void;
  /** An edge was dropped where nothing is, at a point of the canvas. */
  dropped: (from: string, port: "out" | "failure", at: Point) => void;
  /** A double click where nothing is. */
  addAt: (at: Point) => void;
  deeds: Omit<Deeds, "enter">;
};

export type Surface = ReactFlowInstance<FlowNode, FlowEdge>;
