import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { addressOf } from "@/shared/api/address";
import { api, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";

export type EnvironmentImage = Shape<"EnvironmentImageBody">;

const address = "/api/v1/orgs/{org_id}/environments/{environment_key}/image" as const;

/** How an environment's image stands, live while it is uploaded. */
export function useImage(path: { org_id: string; environment_key: string }) {
  const { org_id, environment_key } = path;
  const queries = useQueryClient();
  const image = api.useQuery("get", address, { params: { path } });
  const uploading = image.data?.state === "uploading";
  useEffect(() => {
    if (!uploading) return;
    const params = { path: { org_id, environment_key } };
    const key = ["get", address, { params }];
    const stream = follow(addressOf(`${address}/stream`, params), {
      event: (data, name) => {
        if (name === "image") queries.setQueryData(key, data);
      },
      state: (live) => live === "over" && void queries.invalidateQueries({ queryKey: key }),
    });
    return stream.stop;
  }, [uploading, org_id, environment_key, queries]);
  return image;
}
