import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { addressOf } from "@/shared/api/address";
import { api, client, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { liveness } from "@/shared/api/live";
import type { ChainDocument } from "@/shared/chain/document";

export type Release = Shape<"ReleaseBody">;
export type Phase = Shape<"ReleasePhaseBody">;
export type Gate = Shape<"ReleaseGateBody">;
export type Progress = Shape<"ReleaseProgressBody">;
export type Milestone = Shape<"StreamMilestone">;
export type Review = Shape<"ReleaseReviewOutputBody">;

const one = "/api/v1/orgs/{org_id}/releases/{release_id}" as const;

/** One release: its plan, and how it goes. */
export function useRelease(org: string, id: string) {
  return api.useQuery("get", one, { params: { path: { org_id: org, release_id: id } } });
}

/** All that is sealed, and how it differs from what was released last. */
export function useReview(org: string, id: string) {
  return api.useQuery("get", `${one}/review`, { params: { path: { org_id: org, release_id: id } } });
}

/** Has all be asked again that an act on a release changes. */
export function useReleaseChanged() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [, path] }) =>
        typeof path === "string" && path.startsWith("/api/v1/orgs/{org_id}/releases"),
    });
}

const recordKey = (org: string, id: string) => ["release-record", org, id];

/** The history of a release, live. Each milestone has the release asked again. */
export function useRecord(org: string, id: string): Milestone[] {
  const queries = useQueryClient();
  const { data } = useQuery<Milestone[]>({
    queryKey: recordKey(org, id),
    queryFn: () => [],
    enabled: false,
    initialData: [],
  });
  useEffect(() => {
    const { set } = liveness.getState();
    const known = queries.getQueryData<Milestone[]>(recordKey(org, id))?.at(-1)?.seq;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stream = follow(
      addressOf(`${one}/milestones/stream`, { path: { org_id: org, release_id: id } }),
      {
        event: (data, name) => {
          if (name === "refused") return;
          const next = data as Milestone;
          queries.setQueryData<Milestone[]>(recordKey(org, id), (old = []) =>
            (old.at(-1)?.seq ?? 0) < next.seq ? [...old, next] : old,
          );
          // Many come at once when a page opens: the release is asked for them all together.
          timer ??= setTimeout(() => {
            timer = undefined;
            void queries.invalidateQueries({
              predicate: ({ queryKey: [, path] }) => typeof path === "string" && path.startsWith(one),
            });
          }, 100);
        },
        state: (state) => set("release", state === "over" ? undefined : state),
      },
      known === undefined ? "" : String(known),
    );
    return () => {
      stream.stop();
      clearTimeout(timer);
      set("release", undefined);
    };
  }, [queries, org, id]);
  return data;
}

/** A published version of a chain, which never changes. */
export function useVersionDocument(org: string, key: string, version: number) {
  return useQuery({
    queryKey: ["version-document", org, key, version],
    enabled: key !== "" && version > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<ChainDocument> => {
      const { data } = await client.GET(
        "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document",
        { params: { path: { org_id: org, chain_key: key, version } }, signal },
      );
      return data as unknown as ChainDocument;
    },
  });
}
