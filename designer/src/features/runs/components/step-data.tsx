import { Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { JsonView } from "@/shared/kit/json-view";
import { useStepData } from "../api/queries";
import type { Step } from "../model/journal";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

type Props = { seen: RunSeen; step: Step };

/** What the step was given and what it gave, for who may see it. */
export function StepData({ seen, step }: Props) {
  const { t } = useTranslation("runs");
  return (
    <>
      <Section title={t("input")} open={false}>
        <Half seen={seen} step={step} part="input" />
      </Section>
      <Section title={t("output")} open={step.state === "succeeded" && !step.items}>
        <Half seen={seen} step={step} part="output" />
      </Section>
    </>
  );
}

function Half({ seen, step, part }: Props & { part: "input" | "output" }) {
  const { t } = useTranslation("runs");
  const allowed = seen.run.can.includes("run:data");
  const settled = `${step.state} ${step.attempts.length}`;
  const data = useStepData(seen.org, seen.run.id, { scope: step.scope, node: step.node, settled }, allowed);
  if (!allowed)
    return (
      <Text size="sm" c="dimmed">
        {t("dataForbidden")}
      </Text>
    );
  if (data.error) return <ErrorState error={data.error} retry={() => void data.refetch()} />;
  if (data.isPending) return <Skeleton height={40} />;
  const value = data.data?.[part];
  const last = seen.attempt === undefined || seen.attempt === step.attempts.at(-1)?.number;
  return (
    <>
      {!last && (
        <Text size="xs" c="dimmed">
          {t("dataOfLast")}
        </Text>
      )}
      {value === undefined ? (
        <Text size="sm" c="dimmed">
          {t("nothing")}
        </Text>
      ) : (
        <JsonView value={value} label={t(part)} file={`${step.node}-${part}.json`} />
      )}
    </>
  );
}
