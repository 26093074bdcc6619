import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { look } from "@/shared/kit/state-badge";
import { dateTime, duration } from "@/shared/lib/format";
import classes from "./last-runs.module.css";

type Props = {
  org: string;
  /** The newest first. */
  runs: Shape<"LastRunBody">[];
  /** How long they usually take, in milliseconds. */
  usual: number | undefined;
};

/** The last runs of a chain as one glyph each, the newest at the end; each leads to its run. */
export function LastRuns({ org, runs, usual }: Props) {
  const { t } = useTranslation("chains");
  const time = usual !== undefined && (
    <span className={classes.usual}>{t("usual", { time: duration(usual) })}</span>
  );
  if (runs.length === 0) return time || <span className={classes.none}>{t("noRuns")}</span>;
  return (
    <>
      <span className={classes.runs}>
        {runs.toReversed().map((run) => {
          const { icon: Icon, tone } = look(run.state);
          const label = t("runAt", {
            title: run.title || run.id,
            state: t(`shared:state.${run.state}`),
            at: dateTime(run.created_at),
          });
          return (
            <Link
              key={run.id}
              to="/o/$org/runs/$run"
              params={{ org: run.org_id || org, run: run.id } as never}
              className={classes.run}
              data-tone={tone}
              title={label}
              aria-label={label}
            >
              <Icon size={14} stroke={2.5} aria-hidden />
            </Link>
          );
        })}
      </span>
      {time}
    </>
  );
}
