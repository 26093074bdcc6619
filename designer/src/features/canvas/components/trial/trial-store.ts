import { create } from "zustand";
import type { NodeState } from "@/shared/flow/picture-state";

type Trial = {
  /** The test run that is shown on the canvas, of which chain. */
  run: { id: string; org: string; key: string } | undefined;
  /** How far its steps are, by node. */
  states: ReadonlyMap<string, NodeState>;
  show: (run: Trial["run"]) => void;
};

const none: ReadonlyMap<string, NodeState> = new Map();

/** The test run that is laid over the draft. */
export const useTrial = create<Trial>((set) => ({
  run: undefined,
  states: none,
  show: (run) => set({ run, states: none }),
}));
