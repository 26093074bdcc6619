import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { told } from "@/shared/i18n/told";
import { type State, StateBadge } from "@/shared/kit/state-badge";
import { clockTime } from "@/shared/lib/format";
import type { Milestone, Release } from "../api/releases";
import classes from "./releases.module.css";

/** The history of a release, the newest last. Nothing in it ever changes. */
export function Record({ record, release }: { record: Milestone[]; release: Release }) {
  const { t } = useTranslation("releases");
  const phase = (n: number) => release.plan?.phases[n - 1]?.name ?? String(n);
  return (
    <ol className={classes.record} aria-label={t("tab.record")} aria-live="polite">
      {record.map((m) => (
        <li key={m.seq}>
          <Text component="time" size="sm" c="dimmed" dateTime={m.at}>
            {clockTime(m.at)}
          </Text>
          <div>
            <span>
              {t(`milestone.${m.kind}`, { phase: m.phase ? phase(m.phase) : "" })}
              {m.by_name && <span className={classes.dim}>{` · ${m.by_name}`}</span>}
            </span>
            <Said milestone={m} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What a milestone says besides: how it ended, why, what went wrong. */
function Said({ milestone: { kind, code, note } }: { milestone: Milestone }) {
  const { t } = useTranslation("releases");
  switch (kind) {
    case "commented":
    case "rehearsal_begun":
      return null; // the note is an id
    case "rehearsed":
      return (
        <p className={classes.note}>
          {t(`rehearsal.${(code || "failed") as "passed" | "uncovered" | "failed"}`)}
        </p>
      );
    case "finished":
      return (
        <p className={classes.note}>
          <StateBadge state={code as State} />
        </p>
      );
    default:
      if (code) return <p className={classes.wrong}>{told(code, note ?? "")}</p>;
      return note ? <p className={classes.note}>{note}</p> : null;
  }
}
