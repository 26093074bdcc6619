import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { addressOf } from "@/shared/api/address";
import { api } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import type { NodeState } from "@/shared/flow/picture-state";
import { useTrial } from "./trial-store";

const runPath = "/api/v1/orgs/{org_id}/runs/{run_id}" as const;
/** Events that come together are one look at the steps. */
const burst = 200;

/** A test run and its steps, as they were when somebody looked last. */
export function useTrialSteps(org: string, id: string) {
  const params = { params: { path: { org_id: org, run_id: id } } };
  return {
    run: api.useQuery("get", runPath, params),
    steps: api.useQuery("get", `${runPath}/steps`, params),
  };
}

/** Follows a test run and lays the states of its steps over the draft. */
export function useTrialRun(org: string, id: string) {
  const { run, steps } = useTrialSteps(org, id);
  const queries = useQueryClient();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      for (const path of [runPath, `${runPath}/steps`] as const)
        void queries.invalidateQueries({
          queryKey: api.queryOptions("get", path, { params: { path: { org_id: org, run_id: id } } }).queryKey,
        });
      // What nodes got and gave, as far as a drawer shows it.
      void queries.invalidateQueries({ queryKey: ["get", `${runPath}/steps/{node}`] });
    };
    const address = addressOf(`${runPath}/events/stream`, { path: { org_id: org, run_id: id } });
    const stream = follow(address, {
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

  const items = steps.data?.items;
  const over = run.data?.ended_at !== undefined;
  useEffect(() => {
    if (!items) return;
    const states = new Map<string, NodeState>();
    for (const s of items) {
      // What an ended run did not come to is as it was.
      if (s.scope || (over && s.state === "pending")) continue;
      const state: NodeState = { state: s.state };
      if (s.given) state.given = "test";
      if ((s.attempt ?? 0) > 1) state.attempt = s.attempt ?? 1;
      if (s.begun_at && s.ended_at) state.ms = Date.parse(s.ended_at) - Date.parse(s.begun_at);
      if (s.items)
        state.items = { total: s.items.count, done: s.items.begun - s.items.open, failed: s.items.failed };
      states.set(s.node, state);
    }
    useTrial.setState({ states });
  }, [items, over]);
  return { run: run.data, steps: items, error: run.error };
}
