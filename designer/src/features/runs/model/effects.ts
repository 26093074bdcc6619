import type { ChainDocument } from "@/shared/chain/document";
import { allSteps, type Journal, type Step } from "./journal";
import { designed } from "./names";

/** What is at work outside now, and would be ended by a cancel. */
export function atWork(journal: Journal): { step: Step; half: "" | "pipeline" | "task" }[] {
  return allSteps(journal)
    .filter((s) => !s.items && (s.state === "processing" || s.state === "waiting"))
    .flatMap((step) => {
      const halves = step.attempts.at(-1)?.halves.filter((h) => h.state === "processing") ?? [];
      return halves.length > 0 ? halves.map((h) => ({ step, half: h.name })) : [{ step, half: "" as const }];
    });
}

/**
 * The steps that succeeded, the last first: those that an undo would reverse, and those that have nothing to
 * reverse them. What an earlier run did is not touched.
 */
export function undoable(
  journal: Journal,
  document: ChainDocument | undefined,
): { reversed: Step[]; kept: Step[] } {
  const done = allSteps(journal)
    .filter((s) => s.state === "succeeded" && !s.given && s.attempts.some((a) => a.halves.length > 0))
    .sort((a, b) => (b.order ?? 0) - (a.order ?? 0));
  return {
    reversed: done.filter((s) => designed(document, s.node)?.undo),
    kept: done.filter((s) => !designed(document, s.node)?.undo),
  };
}
