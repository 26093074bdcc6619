import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { liveness } from "@/shared/api/live";

/** Has all that is shown of switches read anew. */
export function useSwitchesAnew(): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/switches"),
    });
}

/** A switch, which is read anew as soon as it changes. */
export function useLiveSwitch(org: string, key: string) {
  const queries = useQueryClient();
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/switches/{switch_key}", {
    params: { path: { org_id: org, switch_key: key } },
  });
  const there = got.data !== undefined;
  const known = useRef<number>(undefined);
  known.current = got.data?.revision;
  useEffect(() => {
    if (!there) return;
    const name = `switch ${key}`;
    const { set } = liveness.getState();
    const stream = follow(`/api/v1/orgs/${org}/switches/${key}/stream`, {
      event: (data, kind) => {
        if (kind !== "switch") return;
        const { revision } = data as Shape<"SwitchState">;
        if (revision !== known.current)
          void queries.invalidateQueries({
            predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/switches"),
          });
      },
      state: (s) => set(name, s === "over" ? undefined : s),
    });
    return () => {
      stream.stop();
      set(name, undefined);
    };
  }, [org, key, there, queries]);
  return got;
}
