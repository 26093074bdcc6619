import type { QueryClient } from "@tanstack/react-query";
import type { Shape } from "@/shared/api/client";

export type News = Shape<"NewsBody">;

/** Asks anew for what orgs tell their people. */
export function newsChanged(queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ queryKey }) => /\/news\b/.test(String(queryKey[1])) });
}
