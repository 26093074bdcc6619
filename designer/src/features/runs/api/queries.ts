import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, client, type Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";

/** One run, with what may be done with it. */
export function useRun(org: string, run: string, enabled = true) {
  return api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs/{run_id}",
    { params: { path: { org_id: org, run_id: run } } },
    // No event tells that others before it have begun.
    { enabled, refetchInterval: (query) => (query.state.data?.queue ? 5000 : false) },
  );
}

/** The chain as the run has it, which never changes: a version, or what a test run tried out. */
export function useRunDocument(org: string, run: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ["run-document", org, run],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<ChainDocument> => {
      const { data } = await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}/document", {
        params: { path: { org_id: org, run_id: run } },
        signal,
      });
      return data as unknown as ChainDocument;
    },
  });
}

/** What a step was given and gave. `settled` names its state, so that it is asked again when that changes. */
export function useStepData(
  org: string,
  run: string,
  of: { scope: string; node: string; settled: string },
  enabled: boolean,
) {
  const params = {
    path: { org_id: org, run_id: run, node: of.node },
    query: of.scope ? { scope: of.scope } : {},
  };
  return useQuery({
    queryKey: ["step-data", org, run, of.scope, of.node, of.settled],
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async ({ signal }) =>
      (await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}/steps/{node}", { params, signal })).data ?? null,
  });
}

/** The files of a run. `done` has them asked again as the run goes on. */
export function useArtefacts(org: string, run: string, done: number) {
  return useQuery({
    queryKey: ["artefacts", org, run, done],
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Shape<"ArtefactBody">[]> =>
      (
        await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}/artefacts", {
          params: { path: { org_id: org, run_id: run }, query: { limit: 200 } },
          signal,
        })
      ).data?.items ?? [],
  });
}

/** The runs that this run began. */
export function useChildren(org: string, run: string, enabled: boolean, live: boolean) {
  return api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    { params: { path: { org_id: org }, query: { parent: run, limit: 200 } } },
    { enabled, refetchInterval: live ? 3000 : false },
  );
}
