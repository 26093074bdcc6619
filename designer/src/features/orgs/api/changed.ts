import type { QueryClient } from "@tanstack/react-query";

/** What may look different after the tree, members or rights of orgs changed. */
const parts = ["/orgs", "/me", "/subjects"];

/** Asks the server anew for all that concerns orgs and rights. */
export function orgsChanged(queries: QueryClient): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => parts.some((p) => String(queryKey[1]).startsWith(`/api/v1${p}`)),
  });
}
