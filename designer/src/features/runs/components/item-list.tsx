import { SegmentedControl, TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/shared/kit/state-badge";
import { duration } from "@/shared/lib/format";
import { itemsOf, placeOf, type Scope, type Step } from "../model/journal";
import { itemText } from "../model/names";
import classes from "./detail.module.css";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

type Show = "all" | "failed" | "open";

/** The items of a list: how many are how far, and the way to each. */
export function ItemList({ seen, step }: { seen: RunSeen; step: Step }) {
  const { t } = useTranslation("runs");
  const [show, setShow] = useState<Show>(step.items && step.items.failed > 0 ? "failed" : "all");
  const [search, setSearch] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const all = useMemo(() => itemsOf(seen.journal, step), [seen.journal, step]);
  const shown = all.filter(
    (s) =>
      (show === "all" || (show === "failed" ? s.state === "failed" : s.state === undefined)) &&
      itemText(s.item).toLowerCase().includes(search.toLowerCase()),
  );
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 32,
    overscan: 8,
  });
  const { count = 0, begun = 0, open = 0, failed = 0 } = step.items ?? {};

  /** An item is shown at the step that failed, else at its first one. */
  function goTo(scope: Scope) {
    const steps = [...scope.steps.values()];
    const node = steps.find((s) => s.state === "failed") ?? steps[0];
    seen.select({ item: scope.path, node: node?.node ?? "" });
  }

  return (
    <Section
      title={t("items.title")}
      aside={
        <span className={classes.quiet}>{t("items.counts", { done: begun - open, count, failed })}</span>
      }
    >
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("filter.label")}
        value={show}
        onChange={(v) => setShow(v as Show)}
        data={[
          { value: "all", label: t("items.all", { count: begun }) },
          { value: "failed", label: t("items.failed", { count: failed }) },
          { value: "open", label: t("items.open", { count: open }) },
        ]}
      />
      {begun > 10 && (
        <TextInput
          size="xs"
          mt={8}
          aria-label={t("items.search")}
          placeholder={t("items.search")}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
      )}
      <div
        ref={frame}
        className={classes.items}
        style={{ height: Math.min(Math.max(shown.length, 1) * 32, 264) }}
      >
        {shown.length === 0 && <p className={classes.quiet}>{t("items.none")}</p>}
        <div className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const scope = shown[row.index];
            if (!scope) return null;
            return (
              <button
                key={scope.path}
                type="button"
                className={classes.item}
                style={{ transform: `translateY(${row.start}px)` }}
                aria-current={seen.selection.scope === scope.path || undefined}
                onClick={() => goTo(scope)}
              >
                <StateBadge state={scope.state ?? "processing"} short />
                <span className={classes.quiet}>{(placeOf(scope.path)?.index ?? 0) + 1}</span>
                <span className={classes.text}>{itemText(scope.item)}</span>
                {scope.endedAt !== undefined && (
                  <span className={classes.quiet}>{duration(scope.endedAt - scope.begunAt)}</span>
                )}
              </button>
            );
          })}
        </div>
      </div>
    </Section>
  );
}
