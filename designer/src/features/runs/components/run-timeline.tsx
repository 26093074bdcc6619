import { SegmentedControl, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Timeline } from "@/shared/kit/timeline";
import { placeOf } from "../model/journal";
import { type RowFilter, rowsOf, stepKey, stepOfKey } from "../model/rows";
import { useNow } from "./elapsed";
import type { RunSeen } from "./run-context";
import classes from "./run-timeline.module.css";

const filters: RowFilter[] = ["all", "failed", "slow"];

/** When each step waited and worked. */
export function RunTimeline({ seen }: { seen: RunSeen }) {
  const { t } = useTranslation("runs");
  const { journal, document, selection, select } = seen;
  const now = useNow(!seen.over);
  const [filter, setFilter] = useState<RowFilter>("all");
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const to = journal.endedAt ?? now;
  const rows = useMemo(() => {
    const inside = new Set<string>();
    for (let p = placeOf(selection.scope); p; p = placeOf(p.outer)) inside.add(stepKey(p.outer, p.node));
    return rowsOf(journal, {
      document,
      now: to,
      filter,
      open: (key) => turned.has(key) !== inside.has(key),
      attempt: (n) => t("attempt", { n }),
      undo: (name) => t("undoOf", { name }),
    });
  }, [journal, document, to, filter, turned, selection.scope, t]);

  function toggle(key: string) {
    const next = new Set(turned);
    if (!next.delete(key)) next.add(key);
    setTurned(next);
  }

  return (
    <div className={classes.timeline}>
      <div className={classes.filters}>
        <SegmentedControl
          size="xs"
          aria-label={t("filter.label")}
          value={filter}
          onChange={(f) => setFilter(f as RowFilter)}
          data={filters.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      </div>
      {rows.length === 0 ? (
        <Text c="dimmed" size="sm" p="md">
          {t(journal.begunAt ? `filter.none` : "notBegun")}
        </Text>
      ) : (
        <Timeline
          rows={rows}
          from={journal.begunAt ?? to}
          to={to}
          selected={selection.node === undefined ? undefined : stepKey(selection.scope, selection.node)}
          select={(key) => {
            const { scope, node } = stepOfKey(key);
            select({ node, item: scope || undefined });
          }}
          toggle={toggle}
        />
      )}
    </div>
  );
}
