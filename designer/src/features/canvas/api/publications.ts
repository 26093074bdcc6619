import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { addressOf } from "@/shared/api/address";
import { api, client, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";

export type Publication = Shape<"PublicationBody">;
export type PublicationPart = Shape<"PartBody">;

const all = "/api/v1/orgs/{org_id}/chains/{chain_key}/publications" as const;
const one = "/api/v1/orgs/{org_id}/chains/{chain_key}/publications/{publication_id}" as const;

/** Begins to make the draft, as it is at a revision, the next version. */
export async function startPublication(
  org: string,
  key: string,
  revision: number,
  message: string,
): Promise<Publication> {
  const { data } = await client.POST(all, {
    params: { path: { org_id: org, chain_key: key }, header: { "If-Match": `"${revision}"` } },
    body: message ? { message } : {},
  });
  if (!data) throw new Error("the publication began without an answer");
  return data;
}

/** The newest attempt to publish the chain; it may still be at work. */
export function useLatestPublication(org: string, key: string) {
  return api.useQuery(
    "get",
    all,
    { params: { path: { org_id: org, chain_key: key }, query: { limit: 1 } } },
    { select: (page) => page.items?.[0], enabled: key !== "" },
  );
}

/** The newest attempt that became a version, if it is among the last ten. */
export function useLastPublished(org: string, key: string) {
  return api.useQuery(
    "get",
    all,
    { params: { path: { org_id: org, chain_key: key }, query: { limit: 10 } } },
    { select: (page) => page.items.find((p) => p.state === "succeeded"), retry: false },
  );
}

/** One attempt, kept up with for as long as it is at work. */
export function usePublication(org: string, key: string, id: string) {
  const params = { params: { path: { org_id: org, chain_key: key, publication_id: id } } };
  const read = api.useQuery("get", one, params);
  const queries = useQueryClient();
  const [heard, setHeard] = useState<Publication>();
  const running = (heard ?? read.data)?.state === "running";
  useEffect(() => {
    if (!running) return;
    const address = addressOf(`${one}/stream`, {
      path: { org_id: org, chain_key: key, publication_id: id },
    });
    const stream = follow(address, {
      event: (data, name) => {
        if (name === "publication") setHeard(data as Publication);
      },
    });
    return stream.stop;
  }, [running, org, key, id]);
  const known = heard?.id === id ? heard : read.data;
  const ended = known !== undefined && known.state !== "running";
  useEffect(() => {
    if (!ended) return;
    for (const path of [all, "/api/v1/orgs/{org_id}/chains/{chain_key}"] as const)
      void queries.invalidateQueries({ queryKey: ["get", path] });
    void queries.invalidateQueries({
      queryKey: ["get", "/api/v1/orgs/{org_id}/chains/{chain_key}/versions"],
    });
  }, [ended, queries]);
  return { publication: known, error: read.error, refetch: read.refetch };
}
