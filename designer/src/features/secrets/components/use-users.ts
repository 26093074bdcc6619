import { api } from "@/shared/api/client";

type Path = { org_id: string; secret_key: string };

/**
 * Who would miss a secret: published chains that refer to it, and the engines,
 * the registry and the channels of its org that sign in with it. What one may
 * not see is left out.
 */
export function useUsers(path: Path) {
  const { org_id, secret_key: key } = path;
  const chains = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets/{secret_key}/uses", {
    params: { path, query: { limit: 100 } },
  });
  const params = { path: { org_id } };
  const quiet = { retry: false };
  const engines = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines",
    { params: { ...params, query: { limit: 200 } } },
    quiet,
  );
  const registry = api.useQuery("get", "/api/v1/orgs/{org_id}/registry", { params }, quiet);
  const channels = api.useQuery("get", "/api/v1/orgs/{org_id}/channels", { params }, quiet);
  return {
    error: chains.error,
    again: () => void chains.refetch(),
    known: chains.data !== undefined && [engines, registry, channels].every((q) => !q.isPending),
    chains: chains.data?.items ?? [],
    more: chains.data?.next !== undefined,
    engines: engines.data?.items.filter((e) => e.secret === key) ?? [],
    registry: registry.data?.secret === key ? registry.data.url : undefined,
    channels: channels.data?.items.filter((c) => c.address === key || c.sign === key).length ?? 0,
  };
}

export type Users = ReturnType<typeof useUsers>;
