import { useQueries } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import type { Org } from "./org-tree";
import type { Searched } from "./use-searched";

type Read<T> = { data: { items?: T[] | null } | undefined; error: unknown; isFetching: boolean };

/** What was read at an org and at those above it. */
type Along<T> = {
  /** Each once; undefined while none of the orgs has answered. */
  items: T[] | undefined;
  /** Why nothing is known; null if one of the orgs has answered. */
  error: unknown;
  /** One of the orgs is being asked. */
  reading: boolean;
};

function along<T extends { id: string }>(reads: Read<T>[]): Along<T> {
  const found = reads.flatMap((r) => r.data?.items ?? []);
  return {
    items: reads.some((r) => r.data) ? [...new Map(found.map((x) => [x.id, x])).values()] : undefined,
    error: (reads.length > 0 && reads.every((r) => r.error) && reads[0]?.error) || null,
    reading: reads.some((r) => r.isFetching),
  };
}

/** What is asked: at each of the orgs the first, and those that are searched for. */
const asked = (org: Org | undefined, query: Searched["query"]) =>
  (org?.path ?? []).flatMap((c) =>
    [{ limit: 200 }, ...(query.q ? [query] : [])].map((query) => ({
      params: { path: { org_id: c.id }, query },
    })),
  );

/** The people whom an org, or one above it, knows, and who are searched for. */
export function useMembersAlong(org: Org | undefined, query: Searched["query"]): Along<Shape<"MemberBody">> {
  return useQueries({
    queries: asked(org, query).map((of) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/members", of),
      retry: false,
    })),
    combine: along,
  });
}

/** The groups of an org and of those above it that are searched for. */
export function useGroupsAlong(
  org: Org | undefined,
  query: Searched["query"],
  enabled = true,
): Along<Shape<"GroupBody">> {
  return useQueries({
    queries: asked(org, query).map((of) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/groups", of),
      enabled,
      retry: false,
    })),
    combine: along,
  });
}

/** The service accounts of an org and of those above it that are searched for. */
export function useAccountsAlong(
  org: Org | undefined,
  query: Searched["query"],
  enabled: boolean,
): Along<Shape<"AccountBody">> {
  return useQueries({
    queries: asked(org, query).map((of) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/accounts", of),
      enabled,
      retry: false,
    })),
    combine: along,
  });
}
