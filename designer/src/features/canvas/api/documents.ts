import { client } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";

const ofVersion = "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document" as const;

/** The document of one version. */
export async function readVersion(org: string, key: string, version: number): Promise<ChainDocument> {
  const { data } = await client.GET(ofVersion, {
    params: { path: { org_id: org, chain_key: key, version } },
    headers: { Accept: "application/json" },
  });
  return data as unknown as ChainDocument;
}
