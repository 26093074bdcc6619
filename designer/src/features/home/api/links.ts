import type { QueryClient } from "@tanstack/react-query";
import type { Shape } from "@/shared/api/client";

export type QuickLink = Shape<"QuickLinkBody">;

/** Asks anew for the chains that orgs pinned. */
export function linksChanged(queries: QueryClient): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => String(queryKey[1]).endsWith("/quick-links"),
  });
}
