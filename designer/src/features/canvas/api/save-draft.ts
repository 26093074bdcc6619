import { client, type Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { revisionOf } from "./read-draft";

export type Saved = { revision: number; chain: Shape<"ChainBody">; problems: Shape<"FindingBody">[] };

/**
 * Replaces the draft. It is refused with chain.stale (412) if the draft is no longer at `revision`, and with
 * chain.leased (409) if another edits it.
 */
export async function saveDraft(
  org: string,
  key: string,
  document: ChainDocument,
  revision: number,
  lease: string | undefined,
): Promise<Saved> {
  const { data, response } = await client.PUT("/api/v1/orgs/{org_id}/chains/{chain_key}/draft", {
    fetch: globalThis.fetch, // a draft that was overtaken is merged, not saved over the other
    params: {
      path: { org_id: org, chain_key: key },
      header: { "If-Match": `"${revision}"`, ...(lease ? { Lease: lease } : {}) },
    },
    body: document,
  });
  if (!data) throw new Error("the draft was saved without an answer");
  return { revision: revisionOf(response), chain: data.chain, problems: data.problems };
}
