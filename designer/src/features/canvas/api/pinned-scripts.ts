import { useQuery } from "@tanstack/react-query";
import { client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import type { ChainDocument } from "@/shared/chain/document";
import { type Pinned, type ScriptChange, scriptChanges, scriptKeys } from "../model/script-changes";

/** A side of a comparison: the number of a version, or draft; nothing is asked until its document is there. */
type Side = { of: string; document: ChainDocument | undefined };

const none: ScriptChange[] = [];

/** Which tasks run another version of their script, or another script. */
export function useScriptChanges(org: string, key: string, from: Side, to: Side) {
  const before = usePinned(org, key, from);
  const after = usePinned(org, key, to);
  const changes =
    from.document && to.document && before.data && after.data
      ? scriptChanges(from.document, to.document, before.data, after.data)
      : undefined;
  return {
    changes: changes ?? none,
    pending: from.document !== undefined && to.document !== undefined && !changes,
    error: before.error ?? after.error,
  };
}

/** The version of each script: of a published chain the one that was pinned, of the draft the newest. */
function usePinned(org: string, key: string, { of, document }: Side) {
  const keys = document ? scriptKeys(document) : [];
  const draft = of === "draft";
  return useQuery({
    queryKey: ["pinned-scripts", org, key, of, draft && keys],
    queryFn: async (): Promise<Pinned> => {
      if (keys.length === 0) return {};
      if (draft) return Object.fromEntries(await Promise.all(keys.map((script) => newest(org, script))));
      const { data } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}", {
        params: { path: { org_id: org, chain_key: key, version: Number(of) } },
      });
      return data?.pins?.script ?? {};
    },
    enabled: document !== undefined && of !== "",
    // A version keeps what was pinned; the newest may be another one each time that is looked.
    ...(draft ? { gcTime: 0 } : { staleTime: Number.POSITIVE_INFINITY }),
  });
}

/** A script that is not there, or not to be seen, is none that could be compared. */
async function newest(org: string, script: string) {
  try {
    const { data } = await client.GET("/api/v1/orgs/{org_id}/scripts/{script_key}", {
      params: { path: { org_id: org, script_key: script } },
    });
    return [script, { id: data?.id ?? "", version: data?.version ?? 0 }] as const;
  } catch (error) {
    if (![403, 404].includes(asProblem(error).status)) throw error;
    return [script, { id: "" }] as const;
  }
}
