import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { may, useOrg } from "@/shared/api/session";

type Path = { org_id: string; secret_key: string };

/** Where a secret may be used. */
export type Place = "chains" | "engines" | "registry" | "channels";

/** How far a place was looked through; `closed` is one that who asks may not see. */
type Look = "pending" | "failed" | "closed" | "seen";

/**
 * Who would miss a secret: published chains that refer to it, and the engines,
 * the registry and the channels of its org that sign in with it. What one may
 * not see is not asked for, since each refusal would stand in the audit log.
 */
export function useUsers(path: Path) {
  const { org_id, secret_key: key } = path;
  const org = useOrg(org_id);
  const opened = (...needed: string[]) => needed.every((p) => may(org.data, p));
  // Only who may change an engine is told its secret.
  const open = {
    chains: true,
    engines: opened("engine:use", "engine:write"),
    registry: opened("environment:view"),
    channels: opened("limits:write"),
  };
  const params = { path: { org_id } };
  const chains = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets/{secret_key}/uses", {
    params: { path, query: { limit: 100 } },
  });
  const engines = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines",
    { params: { ...params, query: { limit: 200 } } },
    { enabled: open.engines },
  );
  const registry = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/registry",
    { params },
    { enabled: open.registry },
  );
  const channels = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/channels",
    { params },
    { enabled: open.channels },
  );
  const noRegistry = Boolean(registry.error) && asProblem(registry.error).code === "registry.unknown";
  const errors = {
    chains: chains.error,
    engines: engines.error,
    registry: noRegistry ? null : registry.error,
    channels: channels.error,
  };
  const look = (place: Place, pending: boolean): Look => {
    if (place !== "chains" && !org.data) return org.error ? "failed" : "pending";
    if (!open[place]) return "closed";
    if (errors[place]) return "failed";
    return pending ? "pending" : "seen";
  };
  const looks: Record<Place, Look> = {
    chains: look("chains", chains.isPending),
    engines: look("engines", engines.isPending),
    registry: look("registry", registry.isPending),
    channels: look("channels", channels.isPending),
  };
  const places = Object.keys(looks) as Place[];
  const that = (are: Look) => places.filter((place) => looks[place] === are);
  const failed = that("failed");
  return {
    pending: that("pending"),
    failed,
    closed: that("closed"),
    seen: that("seen"),
    error: failed.map((place) => errors[place]).find(Boolean) ?? org.error,
    again: () => {
      if (org.error) void org.refetch();
      for (const [place, query] of Object.entries({ chains, engines, registry, channels }))
        if (errors[place as Place]) void query.refetch();
    },
    chains: chains.data?.items ?? [],
    more: chains.data?.next !== undefined || engines.data?.next !== undefined,
    // An engine of an org above names a secret of that org, which may have the same key.
    engines: engines.data?.items.filter((e) => e.org_id === org_id && e.secret === key) ?? [],
    registry: !noRegistry && registry.data?.secret === key ? registry.data.url : undefined,
    channels: channels.data?.items.filter((c) => c.address === key || c.sign === key).length ?? 0,
  };
}

export type Users = ReturnType<typeof useUsers>;
