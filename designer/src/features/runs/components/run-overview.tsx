import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { JsonView } from "@/shared/kit/json-view";
import { clockTime } from "@/shared/lib/format";
import { allSteps, type StepState } from "../model/journal";
import { Artefacts } from "./artefacts";
import { ChildRuns } from "./child-runs";
import classes from "./detail.module.css";
import { FailureNote } from "./failure-note";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

/** All about the run itself: what it was given and gave, what was asked of it. */
export function RunOverview({ seen }: { seen: RunSeen }) {
  const { t } = useTranslation(["runs", "shared"]);
  const { run, journal, document } = seen;
  const counts = new Map<StepState, number>();
  for (const s of allSteps(journal)) counts.set(s.state, (counts.get(s.state) ?? 0) + 1);
  const failure = journal.failure ?? run.failure;
  const allowed = run.can.includes("run:data");
  const calls = document?.nodes.some((n) => n.kind === "chain" || n.kind === "each") ?? false;
  return (
    <>
      <div className={classes.head}>
        <Title order={2}>{t("wholeTitle")}</Title>
        {failure && <FailureNote failure={failure} />}
        {journal.undoFailure && <FailureNote failure={journal.undoFailure} />}
        {counts.size > 0 && (
          <span className={classes.quiet}>
            {[...counts].map(([state, n]) => `${t(`shared:state.${state}`)} ${n}`).join(" · ")}
          </span>
        )}
        <span className={classes.quiet}>{t("chooseStep")}</span>
      </div>
      <Section title={t("input")}>
        {allowed ? <Value value={run.input} label={t("input")} /> : t("dataForbidden")}
      </Section>
      {(run.output !== undefined || seen.over) && (
        <Section title={t("output")}>
          {allowed ? <Value value={run.output} label={t("output")} /> : t("dataForbidden")}
        </Section>
      )}
      {calls && <ChildRuns seen={seen} />}
      <Artefacts seen={seen} />
      {journal.orders.length > 0 && (
        <Section title={t("orders")}>
          <ul className={classes.list}>
            {journal.orders.map((order) => (
              <li key={`${order.at} ${order.kind}`}>
                <span className={classes.quiet}>{clockTime(new Date(order.at))}</span>{" "}
                {t(`order.${order.kind}`)}
                {order.reason && `: ${order.reason}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Value({ value, label }: { value: unknown; label: string }) {
  const { t } = useTranslation("runs");
  if (value === undefined)
    return (
      <Text size="sm" c="dimmed">
        {t("nothing")}
      </Text>
    );
  return <JsonView value={value} label={label} />;
}
