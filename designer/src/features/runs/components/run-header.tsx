import { Anchor, Badge, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/shared/kit/relative-time";
import { StateBadge } from "@/shared/kit/state-badge";
import { Elapsed } from "./elapsed";
import { RunActions } from "./run-actions";
import type { RunSeen } from "./run-context";
import { RunOrigin } from "./run-origin";
import classes from "./run-screen.module.css";

/** Which run it is, how it stands, who began it, and what can be done with it. */
export function RunHeader({ seen, again }: { seen: RunSeen; again: () => void }) {
  const { t } = useTranslation("runs");
  const { run, journal, document } = seen;
  const state = journal.seq >= run.seq && journal.seq > 0 ? journal.state : run.state;
  const chain = document?.name ?? run.chain_key;
  const from = journal.begunAt ?? (run.started_at ? Date.parse(run.started_at) : undefined);
  const to = journal.endedAt ?? (run.ended_at && seen.over ? Date.parse(run.ended_at) : undefined);
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <Title order={1}>{run.title || chain}</Title>
        {run.test && <Badge variant="default">{t("test")}</Badge>}
      </div>
      <div className={classes.facts}>
        <StateBadge state={state} />
        {(run.canceling || journal.canceling) && !seen.over && <span>{t("canceling")}</span>}
        {from !== undefined && <Elapsed from={from} to={to} />}
        {run.chain_key ? (
          <Anchor
            component={Link}
            to="/o/$org/chains/$key"
            params={{ org: run.org_id, key: run.chain_key } as never}
            search={(run.version > 0 ? { version: String(run.version) } : {}) as never}
            inherit
          >
            {run.title ? `${chain} ` : ""}
            {run.version > 0 ? t("version", { version: run.version }) : t("draft")}
          </Anchor>
        ) : (
          <span>{t("noChain")}</span>
        )}
        <RunOrigin run={run} />
        <span>
          {run.human
            ? t("behind", { token: run.started_by.name, name: run.human.name })
            : run.started_by.name}
        </span>
        <RelativeTime at={run.created_at} />
      </div>
      <RunActions seen={seen} state={state} again={again} />
    </header>
  );
}
