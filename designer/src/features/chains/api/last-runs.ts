import { useMemo } from "react";
import { api, type Shape } from "@/shared/api/client";

type Run = Shape<"RunBody">;

/** How many runs of a chain are shown. */
const shown = 10;

/** The last runs of an org's chains by the chain's id, the newest last. Tests are not among them. */
export function useLastRuns(org: string, enabled: boolean): ReadonlyMap<string, Run[]> {
  const runs = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { enabled, refetchInterval: 15_000 },
  );
  return useMemo(() => {
    const all = new Map<string, Run[]>();
    for (const run of runs.data?.items ?? []) {
      if (run.test) continue;
      const of = all.get(run.chain_id) ?? [];
      if (of.length < shown) all.set(run.chain_id, [run, ...of]);
    }
    return all;
  }, [runs.data]);
}
