import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

type Search = Record<string, string | undefined>;

/** The search part of the address, and how to change some of it; `undefined` takes a word out. */
export function useAddress(): [Search, (next: Search, replace?: boolean) => void] {
  const read = useSearch({ strict: false }) as Record<string, unknown>;
  // Alone, a router takes `1` for a number.
  const search = Object.fromEntries(
    Object.entries(read).flatMap(([k, v]) => (v === undefined || v === null ? [] : [[k, String(v)]])),
  );
  const navigate = useNavigate();
  const change = useCallback(
    (next: Search, replace = true) =>
      // It is the same screen: what is scrolled stays so.
      void navigate({
        to: ".",
        search: (old: Search) => ({ ...old, ...next }),
        replace,
        resetScroll: false,
      } as never),
    [navigate],
  );
  return [search, change];
}
