import { useQueryClient } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import { useEditor } from "../../store";

const chainPath = "/api/v1/orgs/{org_id}/chains/{chain_key}" as const;

function ofChain(org: string, key: string) {
  return { params: { path: { org_id: org, chain_key: key } } };
}

/** The chain that is open: its draft's revision, who edits it, its latest version, what may be done with it. */
export function useChain(every?: number) {
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  return api.useQuery("get", chainPath, ofChain(org, key), {
    enabled: key !== "",
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
}

/** Notes what an answer said of the open chain, or asks for it anew. */
export function useChainNews() {
  const queries = useQueryClient();
  return (org: string, key: string, chain?: Shape<"ChainBody">) => {
    const { queryKey } = api.queryOptions("get", chainPath, ofChain(org, key));
    if (chain) queries.setQueryData(queryKey, chain);
    else void queries.invalidateQueries({ queryKey });
  };
}
