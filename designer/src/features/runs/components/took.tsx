import { IconClockExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { duration } from "@/shared/lib/format";
import type { Run } from "../api/run-list";
import { isOver } from "../model/journal";
import { Elapsed, useNow } from "./elapsed";
import classes from "./runs-screen.module.css";

/** How long a run took, or takes by now, beside how long those of its chain usually do. */
export function Took({ run }: { run: Run }) {
  const { t } = useTranslation("runs");
  const over = isOver(run.state);
  const now = useNow(!over && run.started_at !== undefined);
  if (!run.started_at) return <span className={classes.quiet}>{over ? "" : t("list.queued")}</span>;
  const from = Date.parse(run.started_at);
  const to = over ? Date.parse(run.ended_at ?? run.started_at) : undefined;
  const usual = run.usual_ms;
  const slow = usual !== undefined && (to ?? now) - from > 2 * usual;
  return (
    <>
      <Elapsed from={from} to={to} />
      {usual !== undefined && (
        <span className={classes.usual} data-slow={slow || undefined}>
          {slow && <IconClockExclamation size={14} stroke={1.5} aria-label={t("list.slow")} role="img" />}
          {t("list.usual", { time: duration(usual) })}
        </span>
      )}
    </>
  );
}
