import { create } from "zustand";
import type { Point } from "@/shared/chain/document";
import type { Surface } from "@/shared/flow/flow";
import { remember, remembered } from "@/shared/lib/storage";
import type { Port } from "./model/connect";
import type { Door } from "./model/insert";

export const panes = ["problems", "test", "history"] as const;
export type Pane = (typeof panes)[number];

/** What is open around the canvas. None of it is part of the draft. */
export type Workspace = {
  /** Where the node that is being chosen in the palette will come. */
  door: Door | undefined;
  /** The node that another kind is being chosen for. */
  replacing: string | undefined;
  /** What a list of nodes is open for: to connect one of them, or to go to it. */
  finding: { connect: string; port: Port } | "go" | undefined;
  /** The menu of what is selected, at a point of the window; of the canvas itself if it has a place there. */
  menu: { x: number; y: number; place?: Point } | undefined;
  /** Where what is added comes while an act of the canvas' own menu is done. */
  pointed: Point | undefined;
  /** Whether the chain stands beside the canvas as a tree. */
  outline: boolean;
  /** What stands in the pane below the canvas. */
  pane: Pane | undefined;
  /** Whether what undoes the nodes is shown beside them. */
  undos: boolean;
  /** The node whose id is being changed. */
  changingId: string | undefined;
  /** A node that was just added: as long as it has no name, its id is made from the one it gets. */
  fresh: string | undefined;
  tidying: AbortController | undefined;
  /** How often nodes were put in order: each time they glide to where they stand now. */
  tidied: number;
  /** Where the keyboard was last, and comes back to. */
  home: "canvas" | "outline";
  surface: Surface | undefined;
  set: (part: Partial<Omit<Workspace, "set">>) => void;
};

export const useWorkspace = create<Workspace>((set) => ({
  door: undefined,
  replacing: undefined,
  finding: undefined,
  menu: undefined,
  pointed: undefined,
  outline: false,
  pane: panes.find((p) => p === remembered<string>("canvas.pane", "")),
  undos: false,
  changingId: undefined,
  fresh: undefined,
  tidying: undefined,
  tidied: 0,
  home: "canvas",
  surface: undefined,
  set: (part) => set(part),
}));

/** Shows a part of the pane below the canvas, or closes it; this browser remembers which. */
export function showPane(pane: Pane | undefined): void {
  remember("canvas.pane", pane ?? "");
  useWorkspace.setState({ pane });
}
