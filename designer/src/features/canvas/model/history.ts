import type { ChainDocument } from "@/shared/chain/document";

/** One named step: what the document was before it. */
export type Step = { id: number; label: string; at: number; before: ChainDocument; coalesce?: string };

/** What was done and can be undone, oldest first, and what was undone and can be done again, next first. */
export type History = { past: Step[]; future: { step: Step; after: ChainDocument }[]; steps: number };

export const empty: History = { past: [], future: [], steps: 0 };

const most = 200;
/** Typing in one field is one step as long as nobody pauses for longer than this. */
const pause = 2000;

/** Notes that an act turned one document into another. */
export function record(
  history: History,
  label: string,
  before: ChainDocument,
  now: number,
  coalesce?: string,
): History {
  const last = history.past.at(-1);
  if (
    coalesce !== undefined &&
    last?.coalesce === coalesce &&
    now - last.at < pause &&
    history.future.length === 0
  )
    return { ...history, past: history.past.with(-1, { ...last, at: now, label }) };
  const id = history.steps + 1;
  const step: Step = { id, label, at: now, before, ...(coalesce === undefined ? {} : { coalesce }) };
  return { past: [...history.past, step].slice(-most), future: [], steps: id };
}

/** Takes the last step back; undefined if there is none. */
export function back(
  history: History,
  document: ChainDocument,
): { history: History; document: ChainDocument; step: Step } | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  return {
    history: {
      ...history,
      past: history.past.slice(0, -1),
      future: [{ step, after: document }, ...history.future],
    },
    document: step.before,
    step,
  };
}

/** Does again what was taken back last; undefined if there is nothing. */
export function forth(
  history: History,
): { history: History; document: ChainDocument; step: Step } | undefined {
  const [next, ...future] = history.future;
  if (!next) return undefined;
  const { coalesce: _, ...step } = next.step;
  return { history: { ...history, past: [...history.past, step], future }, document: next.after, step };
}
