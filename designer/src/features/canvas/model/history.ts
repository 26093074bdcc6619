import type { ChainDocument } from "@/shared/chain/document";

/** Lays what others did since under a document of before. */
export type Carry = (before: ChainDocument) => ChainDocument;

/** The document as it was; what others did since is laid under it when it is taken, and not before. */
export type Kept = { document: ChainDocument; carry?: Carry };

/** One named step: what the document was before it. */
export type Step = { id: number; label: string; at: number; before: Kept; coalesce?: string };

/** What was done and can be undone, oldest first, and what was undone and can be done again, next first. */
export type History = { past: Step[]; future: { step: Step; after: Kept }[]; steps: number };

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
  const kept = { document: before };
  const step: Step = { id, label, at: now, before: kept, ...(coalesce === undefined ? {} : { coalesce }) };
  return { past: [...history.past, step].slice(-most), future: [], steps: id };
}

const taken = ({ document, carry }: Kept): ChainDocument => (carry ? carry(document) : document);

/** Takes the last steps back, as many as there are; undefined if there is none. */
export function back(
  history: History,
  document: ChainDocument,
  count = 1,
): { history: History; document: ChainDocument } | undefined {
  const steps = history.past.slice(-count);
  const [first] = steps;
  if (count < 1 || !first) return undefined;
  const undone = steps.map((step, i) => ({ step, after: steps[i + 1]?.before ?? { document } }));
  return {
    history: {
      ...history,
      past: history.past.slice(0, -steps.length),
      future: [...undone, ...history.future],
    },
    document: taken(first.before),
  };
}

/** Does again what was taken back last; undefined if there is nothing. */
export function forth(
  history: History,
  count = 1,
): { history: History; document: ChainDocument } | undefined {
  const again = history.future.slice(0, count);
  const last = again.at(-1);
  if (count < 1 || !last) return undefined;
  const steps = again.map(({ step: { coalesce: _, ...step } }) => step);
  return {
    history: {
      ...history,
      past: [...history.past, ...steps],
      future: history.future.slice(again.length),
    },
    document: taken(last.after),
  };
}

/** The same history over a draft that others have changed meanwhile. */
export function carried(history: History, carry: Carry): History {
  const over = ({ document, carry: before }: Kept): Kept => ({
    document,
    carry: before ? (d) => carry(before(d)) : carry,
  });
  return {
    ...history,
    past: history.past.map((step) => ({ ...step, before: over(step.before) })),
    future: history.future.map(({ step, after }) => ({
      step: { ...step, before: over(step.before) },
      after: over(after),
    })),
  };
}
