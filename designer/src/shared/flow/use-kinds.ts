import { useMemo } from "react";
import { api } from "@/shared/api/client";
import type { Kinds } from "../chain/kinds";

const none: Kinds = new Map();

/** The kinds of nodes that the server has. They change only with the server. */
export function useKinds() {
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/v1/node-kinds",
    {},
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const kinds = useMemo<Kinds>(
    () => (data ? new Map((data.items ?? []).map((k) => [k.name, k])) : none),
    [data],
  );
  return { kinds, error, refetch };
}
