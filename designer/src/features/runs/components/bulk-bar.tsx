import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Run } from "../api/run-list";
import { isOver } from "../model/journal";
import classes from "./runs-screen.module.css";

type Props = { org: string; runs: Run[]; clear: () => void; changed: () => void };
type Outcome = { done: number; refused: { count: number; why: string }[] };

/** What can be done with several runs. It is done one by one, and said for how many it was refused and why. */
export function BulkBar({ org, runs, clear, changed }: Props) {
  const { t } = useTranslation("runs");
  const [asking, setAsking] = useState(false);
  const [going, setGoing] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const open = runs.filter((r) => !isOver(r.state));
  const over = runs.filter((r) => isOver(r.state));

  async function each(
    of: Run[],
    act: (params: { path: { org_id: string; run_id: string } }) => Promise<unknown>,
  ) {
    setGoing(true);
    const why = new Map<string, number>();
    let done = 0;
    for (const run of of) {
      try {
        await act({ path: { org_id: org, run_id: run.id } });
        done++;
      } catch (error) {
        const p = asProblem(error);
        const text = p.message || p.code;
        why.set(text, (why.get(text) ?? 0) + 1);
      }
    }
    setOutcome({ done, refused: [...why].map(([why, count]) => ({ why, count })) });
    setGoing(false);
    setAsking(false);
    changed();
  }

  return (
    <section className={classes.bulk} aria-label={t("list.chosen", { count: runs.length })}>
      <Text size="sm" fw={600}>
        {t("list.chosen", { count: runs.length })}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        disabled={open.length === 0 || going}
        onClick={() => setAsking(true)}
      >
        {t("list.cancel", { count: open.length })}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={over.length === 0}
        loading={going && !asking}
        onClick={() =>
          void each(over, (params) =>
            client.POST("/api/v1/orgs/{org_id}/runs/{run_id}/rerun", { params, body: {} }),
          )
        }
      >
        {t("list.rerun", { count: over.length })}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {t("list.deselect")}
      </Button>
      {outcome && (
        <Text size="sm" role="status">
          {[
            ...(outcome.done > 0 ? [t("list.done", { count: outcome.done })] : []),
            ...outcome.refused.map((r) => t("list.refused", { count: r.count, why: r.why })),
          ].join(" ")}
        </Text>
      )}
      <ConfirmDanger
        opened={asking}
        close={() => setAsking(false)}
        title={t("list.cancelTitle", { count: open.length })}
        effect={t("list.cancelEffect")}
        act={t("ask.cancel.act")}
        going={going}
        perform={() =>
          void each(open, (params) =>
            client.POST("/api/v1/orgs/{org_id}/runs/{run_id}/cancel", { params, body: {} }),
          )
        }
      />
    </section>
  );
}
