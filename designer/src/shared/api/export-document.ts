import { save } from "@/shared/lib/save";
import { client } from "./client";

const ofVersion = "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document" as const;
const ofDraft = "/api/v1/orgs/{org_id}/chains/{chain_key}/draft" as const;

/** Gives the browser the document of a version of a chain, or of its draft, as a file. */
export async function exportDocument(
  org: string,
  key: string,
  version: number | undefined,
  as: "yaml" | "json",
): Promise<void> {
  const headers = { Accept: `application/${as}` };
  const path = { org_id: org, chain_key: key };
  const { data } =
    version === undefined
      ? await client.GET(ofDraft, { params: { path }, headers, parseAs: "text", cache: "no-store" })
      : await client.GET(ofVersion, { params: { path: { ...path, version } }, headers, parseAs: "text" });
  const name = version === undefined ? `${key}.${as}` : `${key}-v${version}.${as}`;
  save(new Blob([data as unknown as string], { type: headers.Accept }), name);
}
