import { keepPreviousData } from "@tanstack/react-query";
import { api } from "@/shared/api/client";
import type { Searched } from "./use-searched";

/**
 * The roles that can be held in an org and that are searched for. Those that every org has are called by the
 * designer, in the language that one reads: they are among what is read without a search.
 */
export function useRolesFound(org: string, query: Searched["query"]) {
  const of = (query: Searched["query"]) => ({ params: { path: { org_id: org }, query } });
  const first = api.useQuery("get", "/api/v1/orgs/{org_id}/roles", of({ limit: 200 }), {
    retry: false,
    staleTime: 60_000,
  });
  const found = api.useQuery("get", "/api/v1/orgs/{org_id}/roles", of(query), {
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const all = [...(first.data?.items ?? []), ...(found.data?.items ?? [])];
  return {
    items: first.data && [...new Map(all.map((r) => [r.id, r])).values()],
    error: first.error ?? found.error,
    isFetching: found.isFetching,
  };
}
