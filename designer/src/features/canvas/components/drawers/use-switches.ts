import { useMemo } from "react";
import { api } from "@/shared/api/client";
import type { Known } from "@/shared/schema-form/expressions";
import { useEditor } from "../../store";

/** The switches that glue of the chain's org can name, with what they have now. */
export function useSwitches(): Known {
  const org = useEditor((s) => s.org);
  const { data } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { staleTime: 60_000, retry: false },
  );
  return useMemo(
    () => Object.fromEntries((data?.items ?? []).map((s) => [s.key, { detail: s.name, sample: s.value }])),
    [data],
  );
}
