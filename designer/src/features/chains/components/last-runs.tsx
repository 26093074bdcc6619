import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { look } from "@/shared/kit/state-badge";
import { dateTime } from "@/shared/lib/format";
import classes from "./last-runs.module.css";

/** The last runs of a chain as one glyph each, the newest at the end; each leads to its run. */
export function LastRuns({ org, runs }: { org: string; runs: Shape<"RunBody">[] }) {
  const { t } = useTranslation("chains");
  if (runs.length === 0) return <span className={classes.none}>{t("noRuns")}</span>;
  return (
    <span className={classes.runs}>
      {runs.map((run) => {
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
  );
}
