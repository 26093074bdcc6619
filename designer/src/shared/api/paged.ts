import { hashKey, type InfiniteData, type QueryKey } from "@tanstack/react-query";

type Page<Row> = { items: Row[]; next?: string };

/** How a list that comes in pages is asked for, as the last argument of `api.useInfiniteQuery`. */
export const paged = {
  pageParamName: "cursor",
  // Not undefined: the library would begin at the page "0".
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next?: string }) => last.next,
  // Kept apart from what is read of the same address at once: that is no pages.
  queryKeyHashFn: (key: QueryKey) => `pages ${hashKey(key)}`,
};

/** All rows that have come so far; undefined before the first page. */
export function rowsOf<Row>(data: InfiniteData<Page<Row>> | undefined): Row[] | undefined {
  return data?.pages.flatMap((p) => p.items);
}
