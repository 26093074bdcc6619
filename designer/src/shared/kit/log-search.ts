import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { LogSource, LogState } from "./log-source";
import { pattern, plain } from "./log-text";

export type Stream = "all" | "stdout" | "stderr" | "system";

/** Chooses and searches lines. While only some lines are looked for, all of them are read. */
export function useLogSearch(source: LogSource, state: LogState) {
  const [stream, setStream] = useState<Stream>("all");
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const [reading, setReading] = useState(false);
  const asked = useDeferredValue(search);
  const found = useMemo(() => pattern(asked), [asked]);
  const wrong = found instanceof Error;
  const expression = wrong ? undefined : found;
  const choosing = stream !== "all" || expression !== undefined;

  useEffect(() => {
    if (!choosing) return;
    let here = true;
    setReading(true);
    void source.all().finally(() => here && setReading(false));
    return () => {
      here = false;
    };
  }, [choosing, source]);

  /** The numbers of the lines that are shown; undefined: all of them. */
  const shown = useMemo(() => {
    if (stream === "all") return undefined;
    const out: number[] = [];
    for (let n = 0; n < state.end; n++) if (state.lines.get(n)?.stream === stream) out.push(n);
    return out;
  }, [stream, state]);

  /** The lines in which it is found, in order. */
  const hits = useMemo(() => {
    if (!expression) return [];
    const out: number[] = [];
    const look = (n: number) => {
      const line = state.lines.get(n);
      expression.lastIndex = 0;
      if (line && expression.test(plain(line.text))) out.push(n);
    };
    if (shown) shown.forEach(look);
    else for (let n = 0; n < state.end; n++) look(n);
    return out;
  }, [expression, shown, state]);

  const place = hits.length === 0 ? 0 : Math.min(at, hits.length - 1);
  return {
    stream,
    setStream,
    search,
    setSearch: (text: string) => {
      setSearch(text);
      setAt(0);
    },
    wrong,
    expression,
    reading,
    shown,
    hits,
    place,
    hit: hits[place],
    step: (by: 1 | -1) => hits.length > 0 && setAt((place + by + hits.length) % hits.length),
  };
}
