import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { StateBadge } from "@/shared/kit/state-badge";
import { useVersionDocument } from "../api/releases";
import classes from "./releases.module.css";

/** How many steps of a phase are named. */
const named = 8;

type Props = {
  org: string;
  chain: { key: string; version?: number };
  /** The run that carries them out, once there is one. */
  run: string | undefined;
  /** Whether that is at work. */
  live: boolean;
};

/** The steps of a phase, and how each is while it runs; of many only how far they are. */
export function PhaseSteps({ org, chain, run, live }: Props) {
  const { t } = useTranslation("releases");
  const document = useVersionDocument(org, chain.key, chain.version ?? 0);
  const steps = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs/{run_id}/steps",
    { params: { path: { org_id: org, run_id: run ?? "" } } },
    // What a milestone tells asks for a release anew; between two of them the steps go on.
    { enabled: run !== undefined, refetchInterval: live ? 1500 : false },
  );
  const nodes = document.data?.nodes ?? [];
  const states = new Map(steps.data?.items.map((s) => [s.node, s.state]));
  const over = nodes.filter((n) => ["succeeded", "skipped", "undone"].includes(states.get(n.id) ?? ""));
  if (nodes.length > named)
    return (
      <p className={classes.dim}>{t("stepsDone", { count: nodes.length, done: run ? over.length : 0 })}</p>
    );
  return (
    <ol className={classes.steps}>
      {nodes.map((n) => {
        const state = states.get(n.id);
        return (
          <li key={n.id}>
            {run && <StateBadge state={state ?? "pending"} short />}
            <span className={classes.grow}>{n.name || n.id}</span>
          </li>
        );
      })}
    </ol>
  );
}
