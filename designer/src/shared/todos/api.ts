import type { QueryClient } from "@tanstack/react-query";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, client, type Shape } from "@/shared/api/client";

export type Todo = Shape<"TodoBody">;
/** One of the lists that somebody has. */
export type Box = "waiting" | "done" | "mine" | "delegated";

const listed = "/api/v1/me/inbox" as const;

/** One of the lists of who is signed in, over the whole tree, the newest first. */
export function useTodos(box: Box, limit = 50, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["get", listed, box, limit],
    enabled,
    queryFn: async ({ pageParam, signal }) => {
      const query = { box, limit, ...(pageParam ? { cursor: pageParam } : {}) };
      const { data } = await client.GET(listed, { params: { query }, signal });
      return data ?? { items: [] };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next || undefined,
    // Other changes than that of the counts come late, but they come.
    refetchInterval: 30_000,
  });
}

/** How many wait. The frame keeps it live; others read it. */
export function useTodoCounts() {
  return api.useQuery("get", "/api/v1/me/inbox/counts", {}, { staleTime: 60_000 });
}

/** Has all be asked again that may be another after a decision. */
export function todosChanged(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === "string" && /\/(me\/inbox|approvals|forms|releases)(\/|$)/.test(path),
  });
}

/** The address of a to-do: source, org and id of what is to be done. */
export function itemOf(todo: { source: string; org_id: string; source_id: string }): string {
  return [todo.source, todo.org_id, todo.source_id].join("~");
}

/** The parts of an address that `itemOf` made; undefined if it is none. */
export function partsOf(item: string): { source: string; org: string; id: string } | undefined {
  const [source, org, ...id] = item.split("~");
  return source && org && id.length > 0 ? { source, org, id: id.join("~") } : undefined;
}
