import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

/** What follows when a thing of an org was deleted on its own page: what was read of its kind is forgotten, and the list is opened. */
export function useAfterDelete(kind: "engines" | "environments" | "scripts", org: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async () => {
    queries.removeQueries({
      predicate: (q) => String(q.queryKey[1]).startsWith(`/api/v1/orgs/{org_id}/${kind}`),
    });
    await navigate({ to: `/o/$org/${kind}`, params: { org } } as never);
  };
}
