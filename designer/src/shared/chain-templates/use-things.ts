import { api } from "@/shared/api/client";
import type { Parameter } from "./parameter-field";

export type Thing = { value: string; label: string };
export type Things = Partial<Record<Parameter["kind"], Thing[]>>;

/** The things that the org may use, of the kinds that parameters ask for; undefined until all are there. */
export function useThings(org: string, parameters: Parameter[]): Things | undefined {
  const query = { params: { path: { org_id: org }, query: { limit: 200 } } };
  const of = (kind: Parameter["kind"]) => ({ enabled: parameters.some((p) => p.kind === kind) });
  const found = {
    engine: api.useQuery("get", "/api/v1/orgs/{org_id}/engines", query, of("engine")),
    environment: api.useQuery("get", "/api/v1/orgs/{org_id}/environments", query, of("environment")),
    secret: api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", query, of("secret")),
    switch: api.useQuery("get", "/api/v1/orgs/{org_id}/switches", query, of("switch")),
    chain: api.useQuery("get", "/api/v1/orgs/{org_id}/chains", query, of("chain")),
    people: api.useQuery("get", "/api/v1/orgs/{org_id}/roles", query, of("people")),
  };
  // What cannot be listed can still be chosen later.
  if (Object.values(found).some((q) => q.isLoading)) return undefined;
  return Object.fromEntries(
    Object.entries(found).map(([kind, q]) => [
      kind,
      q.data?.items.map((one) => ({
        value: one.key,
        label: "name" in one && one.name !== one.key ? `${one.name} (${one.key})` : one.key,
      })) ?? [],
    ]),
  );
}
