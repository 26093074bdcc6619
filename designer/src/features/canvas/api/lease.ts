import { client, type Shape } from "@/shared/api/client";

const path = "/api/v1/orgs/{org_id}/chains/{chain_key}/lease" as const;

/** Begins to edit. While another edits that is chain.leased (409), unless it is taken over. */
export async function takeLease(org: string, key: string, over: boolean): Promise<Shape<"ChainLeaseBody">> {
  const { data } = await client.POST(path, {
    params: { path: { org_id: org, chain_key: key } },
    body: { take_over: over },
  });
  if (!data) throw new Error("the lease was taken without an answer");
  return data;
}

/** Goes on editing. A lease that another has taken over is chain.lease_lost (409). */
export async function renewLease(org: string, key: string, lease: string): Promise<void> {
  await client.PUT(path, { params: { path: { org_id: org, chain_key: key }, header: { Lease: lease } } });
}

/** Ends editing, also while the page goes away. */
export async function releaseLease(org: string, key: string, lease: string): Promise<void> {
  await client.DELETE(path, {
    params: { path: { org_id: org, chain_key: key }, header: { Lease: lease } },
    keepalive: true,
  });
}
