import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, type Shape } from "@/shared/api/client";
import { useEditor } from "../../store";
import { useTrial } from "../trial/trial-store";
import type { Samples } from "./known";

type Found = Samples & {
  /** The run they are from; undefined if there was none. */
  run: Shape<"RunBody"> | undefined;
  steps: ReadonlyMap<string, Shape<"StepBody">>;
};

/** What some nodes got and gave in the test that is shown, else in the chain's last run. */
export function useSamples(nodes: readonly string[]): Found {
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const trial = useTrial((s) => (s.run?.org === org && s.run.key === key ? s.run.id : undefined));
  const last = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    { params: { path: { org_id: org }, query: { chain: key, limit: 1 } } },
    { enabled: trial === undefined && org !== "", staleTime: 30_000 },
  ).data?.items?.[0]?.id;
  const id = trial ?? last;
  const run = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs/{run_id}",
    { params: { path: { org_id: org, run_id: id ?? "" } } },
    { enabled: id !== undefined, staleTime: 30_000 },
  ).data;
  const steps = useQueries({
    queries: nodes.map((node) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/runs/{run_id}/steps/{node}", {
        params: { path: { org_id: org, run_id: id ?? "", node } },
      }),
      enabled: id !== undefined,
      staleTime: 30_000,
      retry: false,
    })),
    combine: (all) => all.map((q) => q.data),
  });
  return useMemo(() => {
    const found = new Map<string, Shape<"StepBody">>();
    steps.forEach((s, i) => {
      const node = nodes[i];
      if (s && node !== undefined) found.set(node, s);
    });
    const outputs = new Map([...found].map(([node, s]) => [node, s.output]));
    return { run, steps: found, outputs, ...(run?.input === undefined ? {} : { input: run.input }) };
  }, [steps, nodes, run]);
}
