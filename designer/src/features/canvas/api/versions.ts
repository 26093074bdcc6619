import { useInfiniteQuery } from "@tanstack/react-query";
import { client, type Shape } from "@/shared/api/client";

export type Version = Shape<"ChainVersionBody">;

const all = "/api/v1/orgs/{org_id}/chains/{chain_key}/versions" as const;

/** The published versions of a chain, the newest first. */
export function useVersions(org: string, key: string) {
  return useInfiniteQuery({
    queryKey: ["get", all, org, key],
    queryFn: async ({ pageParam }) => {
      const { data } = await client.GET(all, {
        params: {
          path: { org_id: org, chain_key: key },
          query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        },
      });
      return data ?? { items: [] };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next || undefined,
  });
}
