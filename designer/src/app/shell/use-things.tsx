import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Choices } from "@/shared/actions/palette";
import { api } from "@/shared/api/client";
import { useOrg } from "@/shared/api/session";
import { placesFor } from "./places";

/** What matched so many of is found by typing more. */
const most = 5;

type Thing = { id: string; label: string; hint: string; at: string; search?: object };

/** The runs, releases, scripts, environments and switches of an org that have what was asked for in their names. */
export function useThings(org: string, asked: string): { groups: Choices[]; going: boolean } {
  const { t } = useTranslation("app");
  const go = useNavigate();
  const places = placesFor(useOrg(org).data);
  const params = { params: { path: { org_id: org }, query: { q: asked, limit: most } } };
  const when = (place: string) => ({
    enabled: asked !== "" && places.some((p) => p.id === place),
    placeholderData: <T,>(before: T | undefined) => before,
    retry: false,
  });
  const runs = api.useQuery("get", "/api/v1/orgs/{org_id}/runs", params, when("runs"));
  const releases = api.useQuery("get", "/api/v1/orgs/{org_id}/releases", params, when("releases"));
  const scripts = api.useQuery("get", "/api/v1/orgs/{org_id}/scripts", params, when("scripts"));
  const environments = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments",
    params,
    when("environments"),
  );
  const switches = api.useQuery("get", "/api/v1/orgs/{org_id}/switches", params, when("switches"));

  const keyed = (one: { id: string; key: string; name: string }) => ({
    id: one.id,
    label: one.name,
    hint: one.key,
    at: `/${one.key}`,
  });
  const found: Record<string, Thing[]> = {
    runs: (runs.data?.items ?? []).map((r) => ({
      id: r.id,
      label: r.title || r.chain_key || r.id,
      hint: r.title ? (r.chain_key ?? "") : "",
      at: `/${r.id}`,
    })),
    releases: (releases.data?.items ?? []).map((r) => ({
      id: r.id,
      label: r.name,
      hint: "",
      at: `/${r.id}`,
    })),
    scripts: (scripts.data?.items ?? []).map(keyed),
    environments: (environments.data?.items ?? []).map(keyed),
    switches: (switches.data?.items ?? []).map((s) => ({ ...keyed(s), at: "", search: { switch: s.key } })),
  };
  return {
    groups: places
      .filter((p) => asked !== "" && found[p.id])
      .map(({ id, icon: Icon, address }) => ({
        id,
        title: t(`place.${id}`),
        items: (found[id] ?? []).map((one) => ({
          id: `${id}-${one.id}`,
          label: one.label,
          hint: one.hint,
          icon: <Icon size={18} stroke={1.5} />,
          perform: () => void go({ to: `${address(org)}${one.at}`, search: (one.search ?? {}) as never }),
        })),
      })),
    going: [runs, releases, scripts, environments, switches].some((q) => q.isFetching),
  };
}
