import { client, type Shape } from "@/shared/api/client";

/** What is wrong with the draft as the server has it; for publishing it says more than for saving. */
export async function checkDraft(
  org: string,
  key: string,
  purpose: "save" | "publish",
): Promise<Shape<"FindingBody">[]> {
  const { data } = await client.POST("/api/v1/orgs/{org_id}/chains/{chain_key}/validate", {
    params: { path: { org_id: org, chain_key: key }, query: { for: purpose } },
  });
  return data?.problems ?? [];
}
