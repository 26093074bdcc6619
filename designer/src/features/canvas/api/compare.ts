import { useQuery } from "@tanstack/react-query";
import { client, type Shape } from "@/shared/api/client";

export type Change = Shape<"ChangeBody">;

/**
 * How one version, or the draft, differs from another. `revision` is that of the draft, if it is one of the
 * two: another revision is another answer.
 */
export function useCompared(org: string, key: string, from: string, to: string, revision = 0) {
  return useQuery({
    queryKey: ["compare", org, key, from, to, revision],
    queryFn: async () => {
      const { data } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/compare", {
        params: { path: { org_id: org, chain_key: key }, query: { from, to } },
      });
      return data?.changes ?? [];
    },
    enabled: from !== "" && to !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
}
