import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { client } from "./client";
import { follow } from "./events";
import { liveness, worst } from "./live";

const answer = vi.fn<(request: Request | string) => Promise<Response>>();
beforeEach(() => {
  liveness.setState({ streams: {}, unreached: undefined });
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  vi.unstubAllGlobals();
  answer.mockReset();
});

const now = () => worst(liveness.getState())?.state;

/** A stream that stays open until `end` is called. */
function stream() {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(c) {
      end = () => c.close();
    },
  });
  return { response: new Response(body), end: () => end() };
}

it("is live as long as a stream is followed", async () => {
  const open = stream();
  answer.mockResolvedValueOnce(open.response).mockImplementation(() => new Promise(() => {}));
  const following = follow("/api/v1/things/stream", { event: () => {} });
  await vi.waitFor(() => expect(now()).toBe("live"));
  open.end();
  await vi.waitFor(() => expect(now()).toBe("reconnecting"));
  following.stop();
  expect(now()).toBeUndefined();
});

it("says that no server is found until one answers, whatever it says", async () => {
  answer.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await client.GET("/api/v1/me").catch(() => {});
  expect(now()).toBe("unreached");
  answer.mockResolvedValueOnce(Response.json({ code: "auth.forbidden" }, { status: 403 }));
  await client.GET("/api/v1/me").catch(() => {});
  expect(now()).toBeUndefined();
});

it("takes a request that was given up for no failure", async () => {
  answer.mockRejectedValueOnce(new DOMException("given up", "AbortError"));
  await client.GET("/api/v1/me").catch(() => {});
  expect(now()).toBeUndefined();
});
