import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { StateBadge } from "@/shared/kit/state-badge";
import { useChildren } from "../api/queries";
import classes from "./detail.module.css";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

/** The runs that this one began: how they stand, and where they failed. */
export function ChildRuns({ seen, chain }: { seen: RunSeen; chain?: string | undefined }) {
  const { t } = useTranslation("runs");
  const { org, run, over } = seen;
  const children = useChildren(org, run.id, true, !over);
  const shown = (children.data?.items ?? []).filter((r) => chain === undefined || r.chain_key === chain);
  if (children.error) return <ErrorState error={children.error} retry={() => void children.refetch()} />;
  if (shown.length === 0) return null;
  return (
    <Section title={t("children")}>
      <ul className={classes.list}>
        {shown.map((r) => (
          <li key={r.id} className={classes.file}>
            <Anchor component={Link} to="/o/$org/runs/$run" params={{ org, run: r.id } as never} inherit>
              {r.title || r.chain_key}
            </Anchor>
            <span className={classes.text}>
              {r.failure && <span className={classes.quiet}>{r.failure.node ?? r.failure.code}</span>}
            </span>
            <StateBadge state={r.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
