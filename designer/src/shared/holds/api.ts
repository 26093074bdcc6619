import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { paged } from "@/shared/api/paged";
import { may, useOrg } from "@/shared/api/session";

export type Hold = Shape<"HoldBody">;
export type ListedHold = Shape<"ListedHoldBody">;

export const oneHold = "/api/v1/orgs/{org_id}/chains/{chain_key}/hold" as const;
export const release = `${oneHold}/release` as const;
const allHolds = "/api/v1/orgs/{org_id}/holds" as const;

// How many wait is told by the stream of runs. That somebody else holds or releases is told by none, nor that
// the last one has gone; so it is looked at now and then.
const look = 15_000;
const lookAtRelease = 2000;

/** How the starts of a chain stand. */
export function useHold(org: string, chain: string) {
  const read = api.useQuery(
    "get",
    oneHold,
    { params: { path: { org_id: org, chain_key: chain } } },
    { refetchInterval: (q) => (q.state.data?.state === "releasing" ? lookAtRelease : look) },
  );
  useLive(org, read.data !== undefined);
  return read;
}

/** The chains of an org and of those below it whose starts are kept, the newest first. */
export function useHolds(org: string) {
  const read = api.useInfiniteQuery(
    "get",
    allHolds,
    { params: { path: { org_id: org }, query: { limit: 50 } } },
    { ...paged, refetchInterval: look },
  );
  useLive(org, read.data !== undefined);
  return read;
}

/** Asks for all that is known of holds anew. */
export function useHoldNews() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[1] === oneHold || queryKey[1] === allHolds,
    });
}

// Runs come and go in bursts; a look a second is enough for people.
const burst = 1000;

/** Has what is shown of holds read anew as runs of the org come and go. */
function useLive(org: string, there: boolean) {
  const queries = useQueryClient();
  const seen = useOrg(org).data;
  const follows = there && may(seen, "run:view");
  useEffect(() => {
    if (!follows) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[1] === oneHold || queryKey[1] === allHolds,
      });
    };
    const stream = follow(`/api/v1/orgs/${org}/runs/stream`, {
      event: (_, name) => {
        // Each of them says that something was, or may have been, missed.
        if (name === "run" || name === "ready" || name === "refresh") timer ??= setTimeout(read, burst);
      },
    });
    return () => {
      clearTimeout(timer);
      stream.stop();
    };
  }, [follows, org, queries]);
}
