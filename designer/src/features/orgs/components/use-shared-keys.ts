import { api, type Shape } from "@/shared/api/client";

type Kind = Shape<"ShareBody">["kind"];

/**
 * The keys of what an org shares, by id. Of each kind that is shared the org's list is read; what is not on
 * it, or may not be read, has no key here.
 */
export function useSharedKeys(org: string, kinds: ReadonlySet<Kind>): ReadonlyMap<string, string> {
  const params = { params: { path: { org_id: org }, query: { limit: 200 } } };
  const of = (kind: Kind) => ({ enabled: kinds.has(kind), retry: false, staleTime: 60_000 });
  const lists = [
    api.useQuery("get", "/api/v1/orgs/{org_id}/scripts", params, of("script")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", params, of("secret")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/environments", params, of("environment")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/engines", params, of("engine")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/templates", params, of("template")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/roles", params, of("role")),
    api.useQuery("get", "/api/v1/orgs/{org_id}/switches", params, of("switch")),
  ];
  const keys = new Map<string, string>();
  for (const { data } of lists) for (const { id, key } of data?.items ?? []) if (id) keys.set(id, key);
  return keys;
}
