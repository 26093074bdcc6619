import { create } from "zustand";
import type { NodeState } from "@/shared/flow/picture-state";

/** A test run of a chain, and what it was given. */
export type TrialOf = {
  id: string;
  org: string;
  key: string;
  /** The run that its input was taken from; else it was typed. */
  from?: string | undefined;
  /** How many outputs were pinned. */
  pins?: number;
};

type Trial = {
  /** The test run that is shown on the canvas. */
  run: TrialOf | undefined;
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
