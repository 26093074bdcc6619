import { useQueries } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import type { Org } from "./org-tree";

type Read<T> = { data: { items?: T[] | null } | undefined; error: unknown };

/** What was read at an org and at those above it. */
type Along<T> = {
  /** Each once; undefined while none of the orgs has answered. */
  items: T[] | undefined;
  /** Why nothing is known; null if one of the orgs has answered. */
  error: unknown;
};

function along<T extends { id: string }>(reads: Read<T>[]): Along<T> {
  const found = reads.flatMap((r) => r.data?.items ?? []);
  return {
    items: reads.some((r) => r.data) ? [...new Map(found.map((x) => [x.id, x])).values()] : undefined,
    error: (reads.length > 0 && reads.every((r) => r.error) && reads[0]?.error) || null,
  };
}

const of = (org_id: string) => ({ params: { path: { org_id }, query: { limit: 200 } } });

/** The people whom an org, or one above it, knows. */
export function useMembersAlong(org: Org | undefined): Along<Shape<"MemberBody">> {
  return useQueries({
    queries: (org?.path ?? []).map((c) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/members", of(c.id)),
      retry: false,
    })),
    combine: along,
  });
}

/** The groups of an org and of those above it. */
export function useGroupsAlong(org: Org | undefined, enabled = true): Along<Shape<"GroupBody">> {
  return useQueries({
    queries: (org?.path ?? []).map((c) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/groups", of(c.id)),
      enabled,
      retry: false,
    })),
    combine: along,
  });
}
