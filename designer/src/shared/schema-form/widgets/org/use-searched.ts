import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

/** What a list is searched for, once typing rests. What is chosen is shown as "Name (key)": that is no search. */
export function useSearched() {
  const [typed, search] = useState("");
  const [q] = useDebouncedValue(typed, 250);
  const wanted = /\([a-z0-9._-]+\)$/.test(q) ? "" : q.trim();
  return { query: { limit: 200, ...(wanted ? { q: wanted } : {}) }, search };
}
