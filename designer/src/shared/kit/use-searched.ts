import { useDebouncedValue } from "@mantine/hooks";
import { type CompositionEvent, useRef, useState } from "react";

/**
 * What a picker asks the server for while one types: once typing rests, and not before an input method has
 * composed its word. A label that is shown is no search: what was found stays.
 */
export function useSearched() {
  const [typed, type] = useState("");
  const [q] = useDebouncedValue(typed, 250);
  const composes = useRef(false);
  return {
    query: { limit: 200, ...(q ? { q } : {}) },
    /** What is asked for now is not yet what was typed. */
    waits: typed !== q,
    /** What the field tells. */
    typing: (labels: string[]): Typing => {
      const search = (text: string) => !composes.current && !labels.includes(text) && type(text.trim());
      return {
        onSearchChange: search,
        onCompositionStart: () => {
          composes.current = true;
        },
        onCompositionEnd: (e) => {
          composes.current = false;
          search(e.currentTarget.value);
        },
      };
    },
  };
}

/** What a field in which one searches tells. */
export type Typing = {
  onSearchChange: (text: string) => void;
  onCompositionStart: () => void;
  onCompositionEnd: (e: CompositionEvent<HTMLInputElement>) => void;
};

export type Searched = ReturnType<typeof useSearched>;

/** The things with the one that was chosen, also while others are searched for. */
export function useKept<T>(things: T[], chosen: (thing: T) => boolean): T[] {
  const kept = useRef<T>(undefined);
  const found = things.find(chosen);
  if (found !== undefined) kept.current = found;
  const last = kept.current;
  return found === undefined && last !== undefined && chosen(last) ? [...things, last] : things;
}
