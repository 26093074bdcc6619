import { useQueryClient } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";

export type Trigger = Shape<"TriggerBody">;
export type TriggerIn = Shape<"CreateTriggerInputBody">;

export const allTriggers = "/api/v1/orgs/{org_id}/triggers" as const;
export const oneTrigger = "/api/v1/orgs/{org_id}/triggers/{trigger_key}" as const;

/** The triggers of an org, by key. */
export function useTriggers(org: string, enabled = true) {
  return api.useInfiniteQuery(
    "get",
    allTriggers,
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { ...paged, enabled },
  );
}

/** One trigger with its keys and how it fired last. */
export function useTrigger(org: string, key: string) {
  return api.useQuery(
    "get",
    oneTrigger,
    { params: { path: { org_id: org, trigger_key: key } } },
    { enabled: key !== "", refetchInterval: 15_000 },
  );
}

/** Asks for all that is known of triggers anew: one was changed. */
export function useTriggerNews() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => typeof queryKey[1] === "string" && queryKey[1].startsWith(allTriggers),
    });
}
