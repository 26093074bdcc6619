import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { RelativeTime } from "@/shared/kit/relative-time";
import { StateBadge } from "@/shared/kit/state-badge";
import { Card } from "./card";
import classes from "./home.module.css";

type Props = { org: string; title: string; states: string; empty: string };

const shown = 6;

/** The newest runs in some states, without test runs: those fail on purpose, a rehearsal has one for each step. */
export function RunsCard({ org, title, states, empty }: Props) {
  const { t } = useTranslation("home");
  const runs = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    { params: { path: { org_id: org }, query: { state: states, test: "false", limit: shown } } },
    { refetchInterval: 15_000 },
  );
  const items = runs.data?.items ?? [];
  // The server looks at so many runs for one page; behind those may be others.
  const none = runs.data?.next ? t("runsNoneOfLate") : empty;
  return (
    <Card
      title={title}
      query={runs}
      empty={items.length === 0 ? none : undefined}
      all={{ to: `/o/${org}/runs`, search: { q: `state:${states}` }, label: t("allRuns") }}
    >
      <ul className={classes.list}>
        {items.map((run) => (
          <li key={run.id} className={classes.row}>
            <StateBadge state={run.state} />
            <span className={classes.name}>
              <Link to="/o/$org/runs/$run" params={{ org: run.org_id, run: run.id }}>
                {run.title || run.chain_key}
              </Link>{" "}
              {run.failure && <span className={classes.dim}>{run.failure.message || run.failure.code}</span>}
            </span>
            <span className={classes.dim}>
              <RelativeTime at={run.ended_at ?? run.started_at ?? run.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
