import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { client, type Shape } from "@/shared/api/client";

export type Save = Shape<"ChainSaveBody">;

const queryKey = (org: string, key: string) => ["saves", org, key];

async function readSaves(org: string, key: string, cursor: string) {
  const { data } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/saves", {
    params: { path: { org_id: org, chain_key: key }, query: { limit: 50, ...(cursor ? { cursor } : {}) } },
  });
  return data ?? { items: [] };
}

/** The revisions that the draft can go back to, the newest first. */
export function useSaves(org: string, key: string) {
  return useInfiniteQuery({
    queryKey: queryKey(org, key),
    queryFn: ({ pageParam }) => readSaves(org, key, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.next || undefined,
    staleTime: 0,
  });
}

/** The saves behind a revision, the newest first. */
export async function savesSince(org: string, key: string, revision: number): Promise<Save[]> {
  const found: Save[] = [];
  for (let cursor = ""; ; ) {
    const page = await readSaves(org, key, cursor);
    const items = page.items ?? [];
    found.push(...items.filter((s) => s.revision > revision));
    if (!page.next || items.some((s) => s.revision <= revision)) return found;
    cursor = page.next;
  }
}

/** Names a save, so that it is kept; an empty label takes the name away. */
export function useLabelSave(org: string, key: string) {
  const queries = useQueryClient();
  return async (revision: number, label: string) => {
    await client.PATCH("/api/v1/orgs/{org_id}/chains/{chain_key}/saves/{revision}", {
      params: { path: { org_id: org, chain_key: key, revision } },
      body: { label },
    });
    await queries.invalidateQueries({ queryKey: queryKey(org, key) });
  };
}
