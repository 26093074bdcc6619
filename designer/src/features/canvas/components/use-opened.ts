import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, client } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { useKinds } from "@/shared/flow/use-kinds";
import { useEditor } from "../store";

/** Reads a draft with the revision that its ETag names. */
async function readDraft(org: string, key: string) {
  const { data, response } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/draft", {
    params: { path: { org_id: org, chain_key: key } },
    headers: { Accept: "application/json" },
  });
  const revision = Number(/\d+/.exec(response.headers.get("ETag") ?? "")?.[0] ?? 0);
  return { document: data as unknown as ChainDocument, revision };
}

/**
 * Opens a chain's draft in the editor: once, when it has come. From then on the editor's document is the
 * draft, and what the server says of it comes by saving.
 */
export function useOpened(org: string, key: string) {
  const chain = api.useQuery("get", "/api/v1/orgs/{org_id}/chains/{chain_key}", {
    params: { path: { org_id: org, chain_key: key } },
  });
  const draft = useQuery({
    queryKey: ["draft", org, key],
    queryFn: () => readDraft(org, key),
    // Nothing reads it again, not even a new sign-in: it would open it anew over what was done here.
    staleTime: "static",
    gcTime: 0,
  });
  const kinds = useKinds();
  const begin = useEditor((s) => s.begin);
  const setKinds = useEditor((s) => s.setKinds);
  const opened = useEditor((s) => s.org === org && s.key === key);
  useEffect(() => {
    if (draft.data) begin({ org, key, ...draft.data });
  }, [draft.data, org, key, begin]);
  useEffect(() => setKinds(kinds.kinds), [kinds.kinds, setKinds]);
  const ready = opened && chain.data !== undefined && draft.data !== undefined && kinds.kinds.size > 0;
  const failed = [chain, draft, kinds].find((q) => q.error);
  return {
    chain: chain.data,
    ready,
    // What is open stays open when something of it cannot be read again.
    error: ready ? undefined : failed?.error,
    retry: () => {
      for (const q of [chain, draft, kinds]) if (q.error) void q.refetch();
    },
  };
}
