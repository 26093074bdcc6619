import type { Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import type { Journal, Step } from "../model/journal";
import type { Selection, useSelection } from "./use-selection";
import type { StepLog } from "./use-step-log";

/** A run and what is looked at in it: what every part of the screen is given. */
export type RunSeen = {
  org: string;
  run: Shape<"RunBody">;
  journal: Journal;
  /** The version that ran; not there yet, or not to be had. */
  document: ChainDocument | undefined;
  selection: Selection;
  select: ReturnType<typeof useSelection>[1];
  /** The step that is looked at, if the run has come to it. */
  step: Step | undefined;
  /** The number of the attempt that is looked at. */
  attempt: number | undefined;
  over: boolean;
  log: StepLog;
};
