import { client } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import type { Confirmed } from "../store";

/** The revision that an ETag names. */
export function revisionOf(response: Response): number {
  return Number(/\d+/.exec(response.headers.get("ETag") ?? "")?.[0] ?? 0);
}

/** Reads the draft, or an older revision of it, always from the server. */
export async function readDraft(org: string, key: string, revision?: number): Promise<Confirmed> {
  const { data, response } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/draft", {
    params: {
      path: { org_id: org, chain_key: key },
      ...(revision === undefined ? {} : { query: { revision } }),
    },
    headers: { Accept: "application/json" },
    cache: "no-store",
  });
  return { document: data as unknown as ChainDocument, revision: revisionOf(response) };
}
