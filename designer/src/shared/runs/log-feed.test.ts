import { afterEach, expect, it, vi } from "vitest";
import type { LogLine } from "@/shared/kit/log-source";
import { serve, streaming } from "@/shared/test/server";
import { LogFeed } from "./log-feed";

afterEach(() => vi.unstubAllGlobals());

const line = (n: number): LogLine => ({ n, at: "2026-05-31T10:31:00Z", stream: "stdout", text: `line ${n}` });
const of = { scope: "", node: "build", attempt: 2, half: "" as const };
const path = "/orgs/o1/runs/r1/logs";

/** A log with so many lines, read by range as the server does. */
const ranged = (end: number, over: boolean) => (url: URL) => {
  const from = Number(url.searchParams.get("from"));
  const limit = Number(url.searchParams.get("limit"));
  const items = Array.from({ length: Math.max(0, Math.min(limit, end - from)) }, (_, i) => line(from + i));
  return { items, end, over, attempt: 2 };
};

it("reads the beginning and the end of a long log, the rest when it is looked at", async () => {
  const asked = serve({ [`GET ${path}`]: ranged(2600, true) });
  const feed = new LogFeed("o1", "r1", of);
  await feed.start();
  expect(feed.snapshot()).toMatchObject({ end: 2600, over: true, loading: false });
  expect(asked).toHaveLength(2);
  expect([...feed.snapshot().lines.keys()].at(-1)).toBe(2599);
  expect(feed.snapshot().lines.has(1200)).toBe(false);

  feed.want(1190, 1220);
  feed.want(1195, 1230);
  await vi.waitFor(() => expect(feed.snapshot().lines.has(1229)).toBe(true));
  expect(asked).toHaveLength(3);
  await feed.all();
  expect(feed.snapshot().lines.size).toBe(2600);
});

it("follows a log from behind what was said before it came", async () => {
  const stream = streaming();
  const resumed: (string | null)[] = [];
  serve({
    [`GET ${path}`]: ranged(3, false),
    [`GET ${path}/stream`]: (_: URL, request: Request) => {
      resumed.push(request.headers.get("Last-Event-ID"));
      return stream.response;
    },
  });
  const feed = new LogFeed("o1", "r1", of);
  await feed.start();
  await vi.waitFor(() => expect(resumed).toEqual(["2"]));
  stream.send(3, "line", line(3));
  stream.send(4, "line", line(4));
  stream.send("", "end", { lines: 5 });
  await vi.waitFor(() => expect(feed.snapshot()).toMatchObject({ end: 5, over: true }));
  expect([...feed.snapshot().lines.keys()]).toEqual([0, 1, 2, 3, 4]);
  feed.stop();
});

it("takes a step that has said nothing for that, and tells what else is wrong", async () => {
  serve({});
  const none = new LogFeed("o1", "r1", of);
  await none.start();
  expect(none.snapshot()).toMatchObject({ end: 0, loading: false });
  expect(none.snapshot().error).toBeUndefined();

  serve({ [`GET ${path}`]: () => new Response("{}", { status: 500 }) });
  const broken = new LogFeed("o1", "r1", of);
  await broken.start();
  expect(broken.snapshot().error).toMatchObject({ status: 500 });
});
