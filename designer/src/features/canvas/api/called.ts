import { api } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";

const fresh = 60_000;

/** The picture of a chain that a node runs: of the version that it names, or of the latest. */
export function useCalled(org: string, called: { key: string; version: number } | undefined) {
  const path = { org_id: org, chain_key: called?.key ?? "" };
  const chain = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}",
    { params: { path } },
    { enabled: called !== undefined, staleTime: fresh },
  );
  const version = called?.version || (chain.data?.version ?? 0);
  const document = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document",
    { params: { path: { ...path, version } }, headers: { Accept: "application/json" } },
    { enabled: called !== undefined && version > 0, staleTime: fresh },
  );
  return {
    version,
    document: document.data as unknown as ChainDocument | undefined,
    unpublished: chain.data !== undefined && version === 0,
    error: chain.error ?? document.error,
    retry: () => void (chain.error ? chain : document).refetch(),
  };
}
