import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client } from "@/shared/api/client";
import { liveness } from "@/shared/api/live";
import { asProblem } from "@/shared/api/problems";

const pause = 5000;

/**
 * While requests find no server it is asked again, as long as the page is seen. Once it answers, what failed
 * meanwhile is read again.
 */
export function useRecovery() {
  const lost = liveness((s) => s.unreached !== undefined);
  const queries = useQueryClient();
  useEffect(() => {
    if (!lost) return;
    const ask = () => {
      if (!document.hidden) void client.GET("/api/v1/me").catch(() => {});
    };
    const timer = setInterval(ask, pause);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
      if (liveness.getState().unreached === undefined)
        void queries.refetchQueries({
          type: "active",
          predicate: (q) => q.state.error !== null && asProblem(q.state.error).status === 0,
        });
    };
  }, [lost, queries]);
}
