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

/** Goes on editing, and hears who asks to edit. A lease that another has taken over is chain.lease_lost (409). */
export async function renewLease(
  org: string,
  key: string,
  lease: string,
): Promise<Shape<"ChainLeaseBody"> | undefined> {
  const { data } = await client.PUT(path, {
    params: { path: { org_id: org, chain_key: key }, header: { Lease: lease } },
  });
  return data;
}

/** Asks whoever edits to let one edit. */
export async function askLease(org: string, key: string): Promise<Shape<"ChainBody"> | undefined> {
  const { data } = await client.POST(`${path}/ask`, { params: { path: { org_id: org, chain_key: key } } });
  return data;
}

/** Answers who asks: the draft is handed over and kept for them, or they are told no. */
export async function answerLease(
  org: string,
  key: string,
  lease: string,
  hand_over: boolean,
): Promise<void> {
  await client.POST(`${path}/answer`, {
    params: { path: { org_id: org, chain_key: key }, header: { Lease: lease } },
    body: { hand_over },
  });
}

/** Ends editing, also while the page goes away. */
export async function releaseLease(org: string, key: string, lease: string): Promise<void> {
  await client.DELETE(path, {
    params: { path: { org_id: org, chain_key: key }, header: { Lease: lease } },
    keepalive: true,
  });
}
