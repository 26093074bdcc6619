import { useState } from "react";

/**
 * What somebody writes over something of the server, with what they began from. `from` is what to send it
 * against: if others changed that meanwhile, it is refused instead of undoing what nobody here has seen.
 */
export function useDraft<Draft, T>(now: T) {
  const [draft, setDraft] = useState<{ value: Draft; from: T }>();
  return {
    value: draft?.value,
    from: draft ? draft.from : now,
    write: (value: Draft) => setDraft((d) => ({ value, from: d ? d.from : now })),
    drop: () => setDraft(undefined),
    /** The server has `next` now. The draft is over if it is what was sent; what was typed since goes on from there. */
    kept: (next: T, sent?: Draft) =>
      setDraft((d) => (d && d.value !== sent ? { value: d.value, from: next } : undefined)),
  };
}

export type Draft<Value, T> = ReturnType<typeof useDraft<Value, T>>;
