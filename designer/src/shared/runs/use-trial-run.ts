import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { addressOf } from "@/shared/api/address";
import { api } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { LogFeed } from "./log-feed";

const runPath = "/api/v1/orgs/{org_id}/runs/{run_id}" as const;
/** Events that come together are one look at the run. */
const burst = 200;

/** Follows a run of one step: how it stands, and what it says as soon as it has begun. */
export function useTrialRun(org: string, id: string) {
  const params = { params: { path: { org_id: org, run_id: id } } };
  const run = api.useQuery("get", runPath, params);
  const steps = api.useQuery("get", `${runPath}/steps`, params);
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      for (const path of [runPath, `${runPath}/steps`] as const)
        void queries.invalidateQueries({
          queryKey: api.queryOptions("get", path, { params: { path: { org_id: org, run_id: id } } }).queryKey,
        });
    };
    const stream = follow(addressOf(`${runPath}/events/stream`, { path: { org_id: org, run_id: id } }), {
      event: () => {
        timer ??= setTimeout(look, burst);
      },
      state: (s) => s === "over" && look(),
    });
    return () => {
      clearTimeout(timer);
      stream.stop();
    };
  }, [org, id, queries]);

  const step = steps.data?.items?.[0];
  const speaks = step?.begun_at !== undefined && run.data?.can.includes("run:data") === true;
  const node = step?.node ?? "";
  const log = useMemo(
    () => (speaks ? new LogFeed(org, id, { scope: "", node, attempt: 1, half: "" }) : undefined),
    [speaks, org, id, node],
  );
  useEffect(() => {
    void log?.start();
    return () => log?.stop();
  }, [log]);
  return { run: run.data, error: run.error, again: () => void run.refetch(), log };
}
