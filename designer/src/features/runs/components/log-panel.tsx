import { SegmentedControl, Text } from "@mantine/core";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { LogView } from "@/shared/kit/log-view";
import { stepName } from "../model/names";
import classes from "./log-panel.module.css";
import type { RunSeen } from "./run-context";

/** What the selected step has said. */
export function LogPanel({ seen, search }: { seen: RunSeen; search: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation("runs");
  const { run, selection, select, step, document, attempt, log } = seen;
  if (!log.source || !step) {
    const why = !run.can.includes("run:data") ? "logForbidden" : step ? "logNone" : "logChoose";
    return (
      <Text c="dimmed" size="sm" p="md">
        {t(why)}
      </Text>
    );
  }
  const name = stepName(document, step.node);
  // Who points at a line means this step, also while the address names none.
  const here = { node: step.node, item: step.scope || undefined };
  return (
    <LogView
      key={`${step.scope} ${step.node} ${attempt} ${log.half}`}
      source={log.source}
      line={selection.line}
      choose={(n) => select({ ...(selection.following ? here : {}), line: String(n + 1) })}
      file={`${run.chain_key || "trial"}-${step.node}-${attempt}.log`}
      search={search}
      lead={
        <>
          <strong className={classes.name} title={name}>
            {name}
          </strong>
          {log.halves.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("halves")}
              value={log.half}
              onChange={(half) => select({ ...(selection.following ? here : {}), half, line: undefined })}
              data={log.halves.map((value) => ({ value, label: t(`half.${value || "task"}`) }))}
            />
          )}
        </>
      }
    />
  );
}
