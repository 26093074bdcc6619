import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { StateBadge } from "@/shared/kit/state-badge";
import { useChildren, useRunDocument } from "../api/queries";
import type { Step } from "../model/journal";
import { stepName } from "../model/names";
import classes from "./detail.module.css";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

type Run = Shape<"RunBody">;

/** The runs that this one began, or that one step of it began: how they stand, and where they failed. */
export function ChildRuns({ seen, step }: { seen: RunSeen; step?: Step }) {
  const { t } = useTranslation("runs");
  const { org, run, over } = seen;
  const children = useChildren(org, run.id, true, !over);
  const shown = (children.data?.items ?? []).filter((r) => step === undefined || begunBy(step, r));
  // Most often all are of one chain, and one picture of it names the steps of all.
  const failed = shown.find((r) => r.failure?.node);
  const document = useRunDocument(failed?.org_id ?? "", failed?.id ?? "", failed !== undefined);
  const alike = (r: Run) => r.chain_key === failed?.chain_key && r.version === failed.version;
  if (children.error) return <ErrorState error={children.error} retry={() => void children.refetch()} />;
  if (shown.length === 0) return null;
  return (
    <Section title={t("children")}>
      <ul className={classes.list}>
        {shown.map((r) => (
          <li key={r.id} className={classes.file}>
            <Anchor
              component={Link}
              to="/o/$org/runs/$run"
              params={{ org: r.org_id, run: r.id } as never}
              underline="always"
              inherit
            >
              {r.title || r.chain_key}
            </Anchor>
            <span className={classes.text}>
              {r.failure && (
                <span className={classes.quiet} title={r.failure.message}>
                  {r.failure.node
                    ? t("failedAt", { name: stepName(alike(r) ? document.data : undefined, r.failure.node) })
                    : r.failure.code}
                </span>
              )}
            </span>
            <StateBadge state={r.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whether a step began a run: by itself, or for one of its items. */
function begunBy(step: Step, { parent_step: by }: Run): boolean {
  if (!by) return false;
  const scope = by.scope ?? "";
  const inside = `${step.scope ? `${step.scope}/` : ""}${step.node}:`;
  return (scope === step.scope && by.node === step.node) || scope.startsWith(inside);
}
