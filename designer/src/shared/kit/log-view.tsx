import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import { save } from "@/shared/lib/save";
import { remember, remembered } from "@/shared/lib/storage";
import { ErrorState } from "./error-state";
import { LogLine } from "./log-line";
import { useLogSearch } from "./log-search";
import type { LogSource } from "./log-source";
import { plain } from "./log-text";
import { LogToolbar } from "./log-toolbar";
import classes from "./log-view.module.css";

type Props = {
  source: LogSource;
  /** The line that the address names, from 0. */
  line?: number | undefined;
  /** Somebody wants to point at a line. */
  choose?: (n: number) => void;
  /** The name of the file that is kept. */
  file: string;
  /** Which log it is; it stands first in the toolbar. */
  lead?: ReactNode;
  search?: RefObject<HTMLInputElement | null>;
};

const rowHeight = 20;

/**
 * A log of any length: only what is looked at is fetched and drawn. It opens at the line that the address
 * names, else at its end; while more comes it follows until somebody scrolls up.
 */
export function LogView({ source, line, choose, file, lead, search }: Props) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(source.subscribe, source.snapshot);
  const find = useLogSearch(source, state);
  const [wrap, setWrap] = useState(() => remembered("log.wrap", false));
  const [time, setTime] = useState(() => remembered("log.time", true));
  const [follow, setFollow] = useState(line === undefined);
  const frame = useRef<HTMLDivElement>(null);
  const own = useRef<HTMLInputElement>(null);
  const count = find.shown?.length ?? state.end;
  const numberAt = (index: number) => find.shown?.[index] ?? index;

  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 30,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // Of the many numbers Tab comes to one; from there arrows go on.
  const chosen = items.find((item) => numberAt(item.index) === line)?.index;
  const reachable = chosen ?? rows.range?.startIndex ?? first;
  const all = find.shown === undefined;
  useEffect(() => {
    if (all && last >= first && count > 0) source.want(first, last + 1);
  }, [source, first, last, all, count]);

  const goTo = useCallback(
    (n: number) => {
      const index = find.shown ? find.shown.indexOf(n) : n;
      if (index >= 0) rows.scrollToIndex(index, { align: "center" });
    },
    [find.shown, rows],
  );
  const { hit } = find;
  useEffect(() => {
    if (hit === undefined) return;
    setFollow(false);
    goTo(hit);
  }, [hit, goTo]);
  const known = state.end > 0;
  useEffect(() => {
    if (line === undefined || !known) return;
    setFollow(false);
    goTo(line);
  }, [line, known, goTo]);
  // Rows are measured when they are drawn: the end is where it was thought to be only once it is here.
  const endKnown = state.lines.has(numberAt(count - 1));
  const height = rows.getTotalSize();
  useEffect(() => {
    if (follow && endKnown && height > 0) rows.scrollToIndex(count - 1, { align: "end" });
  }, [follow, count, endKnown, height, rows]);

  function onScroll() {
    const el = frame.current;
    if (!el || state.over) return;
    const below = el.scrollHeight - el.scrollTop - el.clientHeight;
    if (follow && below > 4 * rowHeight) setFollow(false);
    else if (!follow && below < 2 && hit === undefined) setFollow(true);
  }

  function onKeyDown(e: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const row = (e.target as Element).closest("button")?.closest("[data-index]");
    if (by === undefined || !row) return;
    const next = `[data-index="${Number(row.getAttribute("data-index")) + by}"] button`;
    frame.current?.querySelector<HTMLElement>(next)?.focus();
    e.preventDefault();
  }

  async function download() {
    await source.all();
    const { lines, end } = source.snapshot();
    const text: string[] = [];
    for (let n = 0; n < end; n++) {
      const l = lines.get(n);
      if (l) text.push(`${l.at} ${l.stream} ${plain(l.text)}\n`);
    }
    save(new Blob(text, { type: "text/plain" }), file);
  }

  const keep = (key: string, set: (on: boolean) => void) => (on: boolean) => {
    remember(key, on);
    set(on);
  };

  const empty = state.over ? "log.empty" : "log.emptyYet";
  return (
    <div className={classes.log}>
      <LogToolbar
        find={find}
        wrap={{ on: wrap, set: keep("log.wrap", setWrap) }}
        time={{ on: time, set: keep("log.time", setTime) }}
        follow={state.over ? undefined : { on: follow, set: setFollow }}
        download={() => void download()}
        field={search ?? own}
        lead={lead}
      />
      {state.error !== undefined && <ErrorState error={state.error} />}
      {state.error === undefined && count === 0 && !state.loading && (
        <Text className={classes.nothing} c="dimmed" size="sm" role="status">
          {t(state.end > 0 ? (find.reading ? "log.reading" : "log.nothingOfIt") : empty)}
        </Text>
      )}
      <div
        ref={frame}
        className={classes.frame}
        data-wrap={wrap || undefined}
        role="log"
        aria-live="off"
        aria-label={t("log.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className={classes.rows} style={{ height }}>
          {items.map((item) => {
            const n = numberAt(item.index);
            const l = state.lines.get(n);
            return (
              <div
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                className={classes.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {l ? (
                  <LogLine
                    line={l}
                    time={time}
                    search={find.expression}
                    current={n === line || n === hit}
                    reachable={item.index === reachable}
                    choose={choose}
                  />
                ) : (
                  <div className={classes.line}>
                    <span className={classes.number}>{n + 1}</span>
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
