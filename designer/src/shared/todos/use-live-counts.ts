import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { addressOf } from "@/shared/api/address";
import { api } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { liveness } from "@/shared/api/live";
import { sessionOver } from "@/shared/api/session";
import { todosChanged } from "./api";

/** Follows how many to-dos wait for as long as the component is there, and has lists asked again as they change. */
export function useLiveCounts(): void {
  const queries = useQueryClient();
  const over = sessionOver((s) => s.over);
  useEffect(() => {
    if (over) return;
    const key = api.queryOptions("get", "/api/v1/me/inbox/counts", {}).queryKey;
    const { set } = liveness.getState();
    const stream = follow(addressOf("/api/v1/me/inbox/counts/stream", {}), {
      event: (data, name) => {
        if (name !== "counts") return;
        queries.setQueryData(key, (old: object | undefined) => ({ most: 100, ...old, ...(data as object) }));
        void todosChanged(queries);
      },
      state: (state) => set("todos", state === "over" ? undefined : state),
    });
    return () => {
      stream.stop();
      set("todos", undefined);
    };
  }, [queries, over]);
}
