import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import { IconFlask, IconPinned } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { StateBadge } from "@/shared/kit/state-badge";
import { duration } from "@/shared/lib/format";
import { goTo } from "../../actions/bench";
import { outputOf } from "../../api/runs";
import { useEditor } from "../../store";
import classes from "../side-pane.module.css";
import { usePins } from "./pins";
import { StepLog } from "./step-log";
import { type TrialOf, useTrial } from "./trial-store";
import { useTrialSteps } from "./use-trial-run";

type Step = Shape<"StepBody">;

/** The test that is shown on the canvas, step by step, and what they say. */
export function TestPane() {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const trial = useTrial((s) => s.run);
  if (trial?.org !== org || trial.key !== key)
    return <EmptyState icon={<IconFlask size={32} stroke={1.5} />} text={t("trial.none")} />;
  return <Steps key={trial.id} trial={trial} />;
}

/** The test itself is followed by the strip on the canvas. */
function Steps({ trial: { org, key, id } }: { trial: TrialOf }) {
  const { t } = useTranslation("canvas");
  const { run, steps } = useTrialSteps(org, id);
  const document = useEditor((s) => s.document);
  const selected = useEditor((s) => s.selection.nodes[0]);
  const [chosen, setChosen] = useState<Step>();
  const { pin } = usePins(org, key);
  if (!run.data || !steps.data) {
    // What is there stays while it cannot be read again.
    const error = run.error ?? steps.error;
    if (!error) return <Skeleton h="100%" radius={0} />;
    return <ErrorState error={error} retry={() => void Promise.all([run.refetch(), steps.refetch()])} />;
  }
  const rows = begun(steps.data.items ?? []);
  const shown = stepOf(rows, chosen, selected);
  return (
    <div className={classes.test}>
      <nav className={classes.steps} aria-label={t("trial.stepsOf")}>
        <ul className={classes.list}>
          {rows.map((s) => (
            <li key={place(s)}>
              <button
                type="button"
                className={classes.row}
                aria-current={s === shown || undefined}
                onClick={() => {
                  setChosen(s);
                  if (findNode(document, s.node)) goTo(s.node);
                }}
              >
                <StateBadge state={s.state} short />
                <span className={classes.grow}>
                  {nodeName(findNode(document, s.node) ?? { id: s.node })}
                  {s.scope && <span className={classes.dim}> {s.scope}</span>}
                </span>
                <span className={classes.dim}>{took(s)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.log}>
        {shown && (
          <StepLog
            key={`${place(shown)} ${shown.attempt}`}
            org={org}
            run={run.data}
            step={shown}
            name={nodeName(findNode(document, shown.node) ?? { id: shown.node })}
            called={findNode(document, shown.node)?.kind === "chain"}
            lead={
              shown.state === "succeeded" &&
              !shown.scope && (
                <Tooltip label={t("trial.pin")}>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t("trial.pin")}
                    onClick={async () => {
                      const output = await outputOf(org, id, shown.node);
                      if (output !== undefined) pin(shown.node, output);
                    }}
                  >
                    <IconPinned size={16} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )
            }
          />
        )}
      </div>
    </div>
  );
}

const place = (s: Step) => `${s.scope ?? ""} ${s.node}`;

/** Those that the test came to, in the order in which they began; what needs no time only has an end. */
function begun(steps: readonly Step[]): Step[] {
  const at = (s: Step) => s.begun_at ?? s.ended_at ?? "~";
  return steps
    .filter((s) => s.state !== "pending")
    .sort((a, b) => at(a).localeCompare(at(b)) || (a.order ?? 0) - (b.order ?? 0));
}

/** The step to look at: that of the node that is selected, else the first that failed, else the last that speaks. */
function stepOf(steps: readonly Step[], chosen: Step | undefined, selected: string | undefined) {
  const same = chosen && (selected ?? chosen.node) === chosen.node;
  return (
    (same ? steps.find((s) => place(s) === place(chosen)) : steps.find((s) => s.node === selected)) ??
    steps.find((s) => s.state === "failed") ??
    steps.findLast((s) => s.halves?.length) ??
    steps.at(-1)
  );
}

function took(s: Step): string {
  if (s.given || !s.begun_at || !s.ended_at) return "";
  return duration(Date.parse(s.ended_at) - Date.parse(s.begun_at));
}
