import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { serve, streaming } from "@/shared/test/server";
import { stepAt } from "../model/journal";
import { failing } from "../test-events";
import { JournalFeed } from "./journal-feed";

const path = "/orgs/o1/runs/r1/events";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets what has been sent arrive, and this much time go by. */
const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

it("picks a lost stream up behind the last event it heard, without gap or double", async () => {
  const streams = [streaming(), streaming()];
  const resumed: (string | null)[] = [];
  serve({
    [`GET ${path}/stream`]: (_: URL, request: Request) => {
      resumed.push(request.headers.get("Last-Event-ID"));
      return streams[resumed.length - 1]?.response;
    },
    [`GET ${path}`]: { items: [] },
  });
  const feed = new JournalFeed("o1", "r1");
  feed.start();
  await pass();
  for (const e of failing.slice(0, 5)) streams[0]?.send(e.seq, e.kind, e);
  await pass();
  expect(feed.snapshot()).toMatchObject({ live: "live", ready: true, journal: { seq: 5, state: "waiting" } });

  streams[0]?.cut();
  await pass();
  expect(feed.snapshot().live).toBe("lost");
  expect(feed.snapshot().since).toBeTypeOf("number");
  await pass(1000);
  expect(resumed).toEqual([null, "5"]);
  expect(feed.snapshot()).not.toHaveProperty("since");

  for (const e of failing.slice(4)) streams[1]?.send(e.seq, e.kind, e);
  await pass();
  streams[1]?.cut();
  await pass();
  const { journal, live } = feed.snapshot();
  expect(live).toBe("over");
  expect(journal.state).toBe("failed");
  expect(stepAt(journal, "", "build")?.attempts).toHaveLength(2);
  await pass(20_000);
  expect(resumed).toHaveLength(2);
  feed.stop();
});

it("asks for what it lacks while the stream is lost", async () => {
  let streams = 0;
  const first = streaming();
  const asked = serve({
    [`GET ${path}/stream`]: () => (streams++ === 0 ? first.response : new Response("", { status: 503 })),
    [`GET ${path}`]: (url: URL) => ({
      items: failing.filter((e) => e.seq > Number(url.searchParams.get("after"))),
    }),
  });
  const feed = new JournalFeed("o1", "r1");
  feed.start();
  await pass();
  for (const e of failing.slice(0, 3)) first.send(e.seq, e.kind, e);
  await pass();
  first.cut();
  await pass(3500);
  expect(feed.snapshot()).toMatchObject({ live: "lost", journal: { seq: failing.length, state: "failed" } });
  expect(asked).toContain(`GET ${path}?after=3&limit=200`);
  feed.stop();
  await pass(20_000);
  const polls = asked.filter((a) => a.includes("limit=200")).length;
  await pass(20_000);
  expect(asked.filter((a) => a.includes("limit=200"))).toHaveLength(polls);
});
