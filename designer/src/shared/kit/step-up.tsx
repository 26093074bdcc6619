import { create } from "zustand";
import { surroundings } from "@/shared/api/client";
import { lazyDialog } from "./lazily";

const StepUpDialog = lazyDialog(() => import("./step-up-dialog").then((m) => m.StepUpDialog));

/** Who waits until somebody has shown again that it is them. */
const asked = create<{ waiting: ((shown: boolean) => void)[] }>(() => ({ waiting: [] }));

/** What the client does when the server wants a factor again: all who need it wait for one dialog. */
export function askStepUp(): Promise<boolean> {
  return new Promise((resolve) => asked.setState((s) => ({ waiting: [...s.waiting, resolve] })));
}

function answer(shown: boolean) {
  const { waiting } = asked.getState();
  asked.setState({ waiting: [] });
  for (const resolve of waiting) resolve(shown);
}

/** Lets the client ask through the dialog. */
export function stepUpByDialog() {
  surroundings.stepUp = askStepUp;
}

/**
 * Asks for a factor again before a sensitive act, and then lets it go on. Stands once, in the frame. Whoever
 * has a second factor gives a code of it, all others their password.
 */
export function StepUp() {
  const waiting = asked((s) => s.waiting.length > 0);
  return waiting && <StepUpDialog answer={answer} close={() => answer(false)} />;
}
