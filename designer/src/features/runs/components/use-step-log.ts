import { useEffect, useMemo } from "react";
import type { LogSource } from "@/shared/kit/log-source";
import { firstHalf } from "@/shared/runs/first-half";
import { LogFeed } from "@/shared/runs/log-feed";
import { designed } from "../model/names";
import type { RunSeen } from "./run-context";
import type { HalfName } from "./use-selection";

/** The log of what is looked at: which halves have one, which is shown, and its lines. */
export type StepLog = { source: LogSource | undefined; halves: HalfName[]; half: HalfName };

/** The log of the selected step; without a source there is none, or it may not be read. */
export function useStepLog(seen: Omit<RunSeen, "log"> | undefined): StepLog {
  const step = seen?.step;
  const node = designed(seen?.document, step?.node ?? "");
  const parts = step?.attempts.find((a) => a.number === seen?.attempt)?.halves ?? [];
  const halves: HalfName[] = parts.map((h) => h.name).filter((n) => n !== "");
  const both = halves.length > 1 || (node?.pipeline !== undefined && node.task !== undefined);
  const chosen = seen?.selection.half ?? "";
  const half = !both ? "" : halves.includes(chosen) ? chosen : (firstHalf(parts)?.name ?? "");
  const speaks =
    seen?.run.can.includes("run:data") && parts.length > 0 && !step?.items && node?.kind !== "chain";
  const { org = "", attempt = 0 } = seen ?? {};
  const run = seen?.run.id ?? "";
  const { scope = "", node: id = "" } = step ?? {};
  const source = useMemo(
    () => (speaks ? new LogFeed(org, run, { scope, node: id, attempt, half }) : undefined),
    [speaks, org, run, scope, id, attempt, half],
  );
  useEffect(() => {
    void source?.start();
    return () => source?.stop();
  }, [source]);
  return { source, halves, half };
}
