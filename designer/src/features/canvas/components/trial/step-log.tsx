import { SegmentedControl, Text } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { LogView } from "@/shared/kit/log-view";
import { firstHalf } from "@/shared/runs/first-half";
import { LogFeed } from "@/shared/runs/log-feed";

type Half = "" | "pipeline" | "task";

type Props = {
  org: string;
  run: Shape<"RunBody">;
  step: Shape<"StepBody">;
  /** What the step is called. */
  name: string;
  /** Of a node that runs a chain: what is said is said in that run. */
  called: boolean;
  lead: ReactNode;
};

/** What a step of a test says. */
export function StepLog({ org, run, step, name, called, lead }: Props) {
  const { t } = useTranslation("canvas");
  const halves = (step.halves ?? []).map((h) => (h.name ?? "") as Half);
  const [chosen, setChosen] = useState<Half>();
  const half = chosen ?? ((firstHalf(step.halves ?? [])?.name ?? "") as Half);
  const { node, scope = "", attempt = 1 } = step;
  const speaks = run.can.includes("run:data") && !step.items && halves.length > 0 && !called;
  const id = speaks ? run.id : undefined;
  const source = useMemo(
    () => (id ? new LogFeed(org, id, { scope, node, attempt, half }) : undefined),
    [org, id, scope, node, attempt, half],
  );
  useEffect(() => {
    void source?.start();
    return () => source?.stop();
  }, [source]);
  if (!source)
    return (
      <Text size="sm" c="dimmed" p="md">
        {step.failure?.message || t(run.can.includes("run:data") ? "trial.silent" : "trial.noData")}
      </Text>
    );
  return (
    <LogView
      key={half}
      source={source}
      file={`test-${node}-${attempt}.log`}
      lead={
        <>
          <strong>{name}</strong>
          {lead}
          {halves.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("trial.halves")}
              value={half}
              onChange={(to) => setChosen(to as Half)}
              data={halves.map((value) => ({ value, label: t(`trial.half.${value || "task"}`) }))}
            />
          )}
        </>
      }
    />
  );
}
