import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { retiringLast } from "@/shared/lib/retiring-last";
import type { Parameter } from "./parameter-field";
import type { Who } from "./people";

export type Thing = { value: string; label: string; of?: Who };
export type Things = Partial<Record<Parameter["kind"], Thing[]>>;

type Listed = { key: string; name?: string; deprecation?: unknown };

const named = (key: string, name: string | undefined) => (name && name !== key ? `${name} (${key})` : key);

/** The things that the org may use, of the kinds that parameters ask for; undefined until all are there. */
export function useThings(org: string, parameters: Parameter[]): Things | undefined {
  const { t } = useTranslation();
  const query = { params: { path: { org_id: org }, query: { limit: 200 } } };
  // What cannot be listed, such as members for who may not see them, can still be chosen later.
  const of = (kind: Parameter["kind"]) => ({
    enabled: parameters.some((p) => p.kind === kind),
    retry: false as const,
  });
  const things = {
    engine: api.useQuery("get", "/api/v1/orgs/{org_id}/engines", query, of("engine")),
    environment: api.useQuery("get", "/api/v1/orgs/{org_id}/environments", query, of("environment")),
    secret: api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", query, of("secret")),
    switch: api.useQuery("get", "/api/v1/orgs/{org_id}/switches", query, of("switch")),
    chain: api.useQuery("get", "/api/v1/orgs/{org_id}/chains", query, of("chain")),
  };
  const roles = api.useQuery("get", "/api/v1/orgs/{org_id}/roles", query, of("people"));
  const groups = api.useQuery("get", "/api/v1/orgs/{org_id}/groups", query, of("people"));
  const members = api.useQuery("get", "/api/v1/orgs/{org_id}/members", query, of("people"));
  if ([...Object.values(things), roles, groups, members].some((q) => q.isLoading)) return undefined;
  const people = (who: Who, all: { value: string; label: string }[] | undefined): Thing[] =>
    (all ?? []).map((one) => ({ value: `${who}:${one.value}`, label: one.label, of: who }));
  const byKey = (all: Listed[] | undefined) =>
    retiringLast(all)?.map((one) => ({
      value: one.key,
      label: named(one.key, one.name) + (one.deprecation ? ` · ${t("retiring")}` : ""),
    }));
  return {
    ...Object.fromEntries(Object.entries(things).map(([kind, q]) => [kind, byKey(q.data?.items) ?? []])),
    people: [
      ...people("role", byKey(roles.data?.items)),
      ...people("group", byKey(groups.data?.items)),
      ...people(
        "member",
        members.data?.items
          .filter((m) => m.state === "active")
          .map((m) => ({ value: m.id, label: named(m.email, m.name) })),
      ),
    ],
  };
}
