import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { addressOf } from "@/shared/api/address";
import { client, type Shape } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import type { RunFilter } from "../model/run-query";

export type Run = Shape<"RunBody">;
type Page = { items: Run[]; next?: string | undefined };
type Change = { id: string; state: Run["state"]; seq: number; ended_at?: string };

const pageSize = 50;
const burst = 500;
const poll = 5000;

/**
 * The runs of an org, the newest first, page by page, and live: rows change in place as their runs do, new
 * runs are only counted until somebody wants to see them. While the stream is lost the first page is asked
 * for now and then.
 */
export function useRunList(org: string, filter: RunFilter) {
  const queries = useQueryClient();
  const key = useMemo(() => ["runs", org, filter], [org, filter]);
  const read = useCallback(
    async (cursor: string | undefined, signal?: AbortSignal): Promise<Page> => {
      const query = { ...filter, limit: pageSize, ...(cursor ? { cursor } : {}) };
      const { data } = await client.GET("/api/v1/orgs/{org_id}/runs", {
        params: { path: { org_id: org }, query },
        ...(signal ? { signal } : {}),
      });
      return { items: data?.items ?? [], next: data?.next };
    },
    [org, filter],
  );
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: 0, // nobody heard what happened while this list was not looked at
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [fresh, setFresh] = useState({ count: 0, more: false });
  const [lost, setLost] = useState<number>();
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items), [list.data]);

  const seen = useRef(rows);
  useEffect(() => {
    seen.current = rows;
  }, [rows]);

  /** Puts what is known now of runs in their rows. */
  const change = useCallback(
    (news: Map<string, Partial<Run>>) => {
      queries.setQueryData<InfiniteData<Page>>(key, (data) => {
        if (!data?.pages.some((p) => p.items.some((r) => news.has(r.id)))) return data;
        const put = (r: Run) => {
          const next = news.get(r.id);
          return next && (next.seq ?? 0) >= r.seq ? { ...r, ...next } : r;
        };
        return { ...data, pages: data.pages.map((p) => ({ ...p, items: p.items.map(put) })) };
      });
    },
    [queries, key],
  );

  /** Reads the first page again: it knows why runs failed, and which are new under this filter. */
  const look = useCallback(async () => {
    const page = await read(undefined).catch(() => undefined);
    if (!page) return;
    change(new Map(page.items.map((r) => [r.id, r])));
    const newest = seen.current?.[0]?.id ?? "";
    const added = page.items.filter((r) => r.id > newest).length;
    setFresh({ count: added, more: added > 0 && added === page.items.length && page.next !== undefined });
  }, [read, change]);

  const ready = list.data !== undefined && list.isFetchedAfterMount;
  useEffect(() => {
    if (!ready) return;
    setFresh({ count: 0, more: false });
    let heard = new Map<string, Partial<Run>>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const flush = () => {
      timer = undefined;
      const news = heard;
      heard = new Map();
      change(news);
      const rows = seen.current ?? [];
      const newest = rows[0]?.id ?? "";
      const over = new Set(["failed", "canceled", "undo_failed"]);
      const known = new Map(rows.map((r) => [r.id, r]));
      // A state of a row says nothing of a failure; a run that is not here may be new.
      const asks = [...news].some(
        ([id, c]) => (known.has(id) ? over.has(c.state ?? "") : id > newest) || id === "",
      );
      if (asks) void look();
    };
    const soon = () => {
      if (!ended) timer ??= setTimeout(flush, burst);
    };
    const stream = follow(addressOf("/api/v1/orgs/{org_id}/runs/stream", { path: { org_id: org } }), {
      event: (data, name) => {
        if (name === "run") {
          const { id, state, seq, ended_at } = data as Change;
          heard.set(id, { state, seq, ...(ended_at ? { ended_at } : {}) });
        } else if (name === "ready" || name === "refresh")
          heard.set("", {}); // what happened before is not told
        else return;
        soon();
      },
      state: (state) => setLost((since) => (state === "live" ? undefined : (since ?? Date.now()))),
    });
    return () => {
      ended = true;
      clearTimeout(timer);
      stream.stop();
    };
  }, [ready, org, change, look]);

  const isLost = lost !== undefined;
  useEffect(() => {
    if (!isLost) return;
    const timer = setInterval(() => !document.hidden && void look(), poll);
    return () => clearInterval(timer);
  }, [isLost, look]);

  const { refetch } = list;
  const show = useCallback(async () => {
    // Only the first page: the newer rows push the others to other pages.
    queries.setQueryData<InfiniteData<Page>>(key, (data) =>
      data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
    );
    await refetch();
    setFresh({ count: 0, more: false });
  }, [queries, key, refetch]);

  return { list, rows, fresh, show, lost, look };
}
