import { SegmentedControl, Text } from "@mantine/core";
import { type RefObject, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LogView } from "@/shared/kit/log-view";
import { LogFeed } from "../api/log-feed";
import { designed, stepName } from "../model/names";
import classes from "./log-panel.module.css";
import type { RunSeen } from "./run-context";
import type { HalfName } from "./use-selection";

/** What the selected step has said. */
export function LogPanel({ seen, search }: { seen: RunSeen; search: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation("runs");
  const { org, run, selection, select, step, document, attempt } = seen;
  const mayRead = run.can.includes("run:data");
  const halves = step?.attempts.find((a) => a.number === attempt)?.halves ?? [];
  const names = halves.map((h) => h.name).filter((n) => n !== "");
  const half = names.includes(selection.half as never)
    ? selection.half
    : names.length > 1
      ? worst(halves)
      : "";
  const node = designed(document, step?.node ?? "");
  const speaks = step !== undefined && halves.length > 0 && !step.items && node?.kind !== "chain";
  const both = names.length > 1 || (node?.pipeline !== undefined && node.task !== undefined);
  const of: HalfName = both ? half || (names[0] ?? "") : "";
  const source = useMemo(
    () =>
      speaks && mayRead
        ? new LogFeed(org, run.id, { scope: step.scope, node: step.node, attempt: attempt ?? 0, half: of })
        : undefined,
    [speaks, mayRead, org, run.id, step?.scope, step?.node, attempt, of],
  );
  useEffect(() => {
    void source?.start();
    return () => source?.stop();
  }, [source]);

  if (!source || !step) {
    const why = !mayRead ? "logForbidden" : step ? "logNone" : "logChoose";
    return (
      <Text c="dimmed" size="sm" p="md">
        {t(why)}
      </Text>
    );
  }
  const name = stepName(document, step.node);
  return (
    <LogView
      key={`${step.scope} ${step.node} ${attempt} ${of}`}
      source={source}
      line={selection.line}
      choose={(n) =>
        select(selection.following ? { ...at(seen), line: String(n + 1) } : { line: String(n + 1) })
      }
      file={`${run.chain_key}-${step.node}-${attempt}.log`}
      search={search}
      lead={
        <>
          <strong className={classes.name} title={name}>
            {name}
          </strong>
          {names.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("halves")}
              value={of}
              onChange={(h) => select({ half: h, line: undefined })}
              data={names.map((value) => ({ value, label: t(`half.${value}`) }))}
            />
          )}
        </>
      }
    />
  );
}

/** The half to look at first: the one that failed, else the last one. */
function worst(halves: { name: HalfName; state: string }[]): HalfName {
  return halves.find((h) => h.state === "failed")?.name ?? halves.at(-1)?.name ?? "";
}

/** A line is pointed at in this step, also when the address did not name it. */
function at({ step }: RunSeen) {
  return { node: step?.node, item: step?.scope || undefined };
}
