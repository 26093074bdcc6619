import { api } from "@/shared/api/client";

/** The sorts of engines that the server can talk to. They stay the same while it runs. */
export function useAdapters() {
  return api.useQuery("get", "/api/v1/engine-adapters", {}, { staleTime: Number.POSITIVE_INFINITY });
}
