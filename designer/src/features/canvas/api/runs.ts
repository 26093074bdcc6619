import { useQuery } from "@tanstack/react-query";
import { api, client, type Shape } from "@/shared/api/client";
import { readVersion } from "./documents";

export type Started = Shape<"StartedBody">;

const chainPath = (org: string, key: string) => ({ path: { org_id: org, chain_key: key } });

/** Starts a run of the published chain. */
export async function startRun(org: string, key: string, body: Shape<"StartBody">): Promise<Started> {
  const { data } = await client.POST("/api/v1/orgs/{org_id}/chains/{chain_key}/runs", {
    params: chainPath(org, key),
    body,
  });
  if (!data) throw new Error("the run was started without an answer");
  return data;
}

/** Tries the draft out, as it is at a revision. */
export async function startTrial(org: string, key: string, body: Shape<"TrialBody">): Promise<Started> {
  const { data } = await client.POST("/api/v1/orgs/{org_id}/chains/{chain_key}/test-runs", {
    params: chainPath(org, key),
    body,
  });
  if (!data) throw new Error("the test run was started without an answer");
  return data;
}

/** The last runs of a chain: whose input can be taken again. */
export function useLastRuns(org: string, key: string) {
  return api.useQuery("get", "/api/v1/orgs/{org_id}/runs", {
    params: { path: { org_id: org }, query: { chain: key, limit: 10 } },
  });
}

/** The chain's last run; undefined if there was none. */
export async function lastRun(org: string, key: string): Promise<string | undefined> {
  const { data } = await client.GET("/api/v1/orgs/{org_id}/runs", {
    params: { path: { org_id: org }, query: { chain: key, limit: 1 } },
  });
  return data?.items?.[0]?.id;
}

/** The input of a run; absent without run:data. */
export async function inputOf(org: string, run: string): Promise<unknown> {
  const { data } = await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}", {
    params: { path: { org_id: org, run_id: run } },
  });
  return data?.input;
}

/** What a step of a run gave; absent without run:data. */
export async function outputOf(org: string, run: string, node: string): Promise<unknown> {
  const { data } = await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}/steps/{node}", {
    params: { path: { org_id: org, run_id: run, node } },
  });
  return data?.output;
}

export async function cancelRun(org: string, run: string): Promise<void> {
  await client.POST("/api/v1/orgs/{org_id}/runs/{run_id}/cancel", {
    params: { path: { org_id: org, run_id: run } },
    body: {},
  });
}

/** The document that the runs of a chain follow when they are started now. */
export function useVersionDocument(org: string, key: string, version: number) {
  return useQuery({
    queryKey: ["version", org, key, version],
    queryFn: () => readVersion(org, key, version),
    enabled: version > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
