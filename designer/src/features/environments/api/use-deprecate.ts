import { useQueryClient } from "@tanstack/react-query";
import { api } from "@/shared/api/client";

/** Marks an environment as being retired, or takes that back. */
export function useDeprecate(done?: () => void) {
  const queries = useQueryClient();
  return api.useMutation("patch", "/api/v1/orgs/{org_id}/environments/{environment_key}", {
    onSuccess: () => done?.(),
    // Also when it was refused: perhaps it is another by now.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/environments"),
      }),
  });
}
