import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/shared/lib/format";
import { type State, StateBadge } from "./state-badge";
import classes from "./timeline.module.css";
import { type Scale, scaleOf } from "./timeline-scale";

/** A stretch in which something waited or worked. */
export type TimeSpan = { from: number; to?: number; kind: "wait" | "work"; state: State; label: string };

export type TimelineRow = {
  id: string;
  name: string;
  /** How deep it is inside of others. */
  depth: number;
  state: State;
  spans: TimeSpan[];
  worked: number;
  waited: number;
  /** There are rows inside; whether they are shown. */
  open?: boolean;
};

type Props = {
  rows: TimelineRow[];
  from: number;
  /** The end, or now. */
  to: number;
  selected: string | undefined;
  select: (id: string) => void;
  toggle: (id: string) => void;
};

const rowHeight = 32;
/** A shorter wait is not worth a word. */
const noticed = 50;

/**
 * What happened when: a row for each thing, with the time it waited and the time it worked apart, in bars and
 * in words. Time in which nothing was done is folded.
 */
export function Timeline({ rows, from, to, selected, select, toggle }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const busy = useMemo(() => rows.flatMap((r) => r.spans.filter((s) => s.kind === "work")), [rows]);
  const scale = useMemo(() => scaleOf(from, to, busy), [from, to, busy]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const at = rows.findIndex((r) => r.id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);

  function onKey(e: KeyboardEvent) {
    if (e.target !== e.currentTarget) return;
    const row = rows[at];
    const next: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const target = rows[Math.min(Math.max(next[e.key] ?? -1, 0), rows.length - 1)];
    if (next[e.key] !== undefined && target) select(target.id);
    else if (row?.open !== undefined && row.open === (e.key === "ArrowLeft") && /^Arrow/.test(e.key))
      toggle(row.id);
    else return;
    e.preventDefault();
  }

  return (
    <div className={classes.timeline}>
      <div className={classes.head} aria-hidden>
        <span className={classes.name}>{t("timeline.step")}</span>
        <span className={classes.times}>{t("timeline.times")}</span>
        <div className={classes.bars}>
          {scale.ticks.map((tick) => (
            <span key={tick.at} className={classes.tick} style={{ left: `${tick.x * 100}%` }}>
              {duration(tick.at - from)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={frame}
        className={classes.frame}
        role="listbox"
        aria-label={t("timeline.label")}
        tabIndex={0}
        aria-activedescendant={at >= 0 ? `timeline-${at}` : undefined}
        onKeyDown={onKey}
      >
        <div className={classes.rows} style={{ height: virtual.getTotalSize() }} role="presentation">
          <Grid scale={scale} />
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <Row
                key={row.id}
                row={row}
                place={item.index}
                top={item.start}
                scale={scale}
                to={to}
                selected={row.id === selected}
                select={select}
                toggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Lines at the ticks, and where time is folded. */
function Grid({ scale }: { scale: Scale }) {
  const { t } = useTranslation();
  return (
    <div className={classes.grid} aria-hidden>
      {scale.ticks.map((tick) => (
        <span key={tick.at} className={classes.line} style={{ left: `${tick.x * 100}%` }} />
      ))}
      {scale.folds.map((fold) => (
        <span
          key={fold.from}
          className={classes.fold}
          style={{ left: `${fold.x * 100}%`, width: `${(scale.x(fold.to) - fold.x) * 100}%` }}
          title={t("timeline.idle", { time: duration(fold.to - fold.from) })}
        >
          <i>{t("timeline.idle", { time: duration(fold.to - fold.from) })}</i>
        </span>
      ))}
    </div>
  );
}

type RowProps = {
  row: TimelineRow;
  place: number;
  top: number;
  scale: Scale;
  to: number;
  selected: boolean;
  select: (id: string) => void;
  toggle: (id: string) => void;
};

function Row({ row, place, top, scale, to, selected, select, toggle }: RowProps) {
  const { t } = useTranslation();
  const times = [
    row.worked > 0 ? duration(row.worked) : "",
    row.waited >= noticed ? t("timeline.wait", { time: duration(row.waited) }) : "",
  ];
  return (
    // The keys are those of the list box around it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`timeline-${place}`}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => select(row.id)}
    >
      <span className={classes.name} style={{ paddingInlineStart: 8 + row.depth * 16 }}>
        {row.open === undefined ? (
          <span className={classes.leaf} />
        ) : (
          // Only for the mouse: the list box opens and folds by arrow keys.
          <span
            className={classes.turn}
            aria-hidden
            onClick={(e) => {
              e.stopPropagation();
              toggle(row.id);
            }}
          >
            {row.open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </span>
        )}
        <StateBadge state={row.state} short />
        <span className={classes.label} title={row.name}>
          {row.name}
        </span>
      </span>
      <span className={classes.times}>{times.filter(Boolean).join(" · ")}</span>
      <span className={classes.bars} aria-hidden>
        {row.spans.map((span) => {
          const left = scale.x(span.from);
          return (
            <span
              key={`${span.from} ${span.to}`}
              className={classes.bar}
              data-kind={span.kind}
              data-state={span.state}
              title={`${span.label}: ${t(`timeline.${span.kind}`, { time: duration((span.to ?? to) - span.from) })}`}
              style={{ left: `${left * 100}%`, width: `${(scale.x(span.to ?? to) - left) * 100}%` }}
            />
          );
        })}
      </span>
    </div>
  );
}
