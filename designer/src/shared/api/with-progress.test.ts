import { afterEach, expect, it, vi } from "vitest";
import { client } from "./client";
import { withProgress } from "./with-progress";

/** The browser's way to send, as far as it is used; the test says how it goes. */
class Way {
  static last: Way;
  upload: { onprogress?: (e: { loaded: number }) => void } = {};
  sent: Record<string, string> = {};
  status = 0;
  responseText = "";
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  onloadend = () => {};
  constructor() {
    Way.last = this;
  }
  open = vi.fn();
  send = vi.fn();
  abort = () => this.onabort();
  setRequestHeader(name: string, value: string) {
    this.sent[name] = value;
  }
  getAllResponseHeaders = () => "content-type: application/json\r\nx-request-id: r1\r\n";
}

function upload(told: (sent: number) => void, signal?: AbortSignal) {
  vi.stubGlobal("XMLHttpRequest", Way);
  return client.POST("/api/v1/orgs/{org_id}/forms/{form_id}/files", {
    params: { path: { org_id: "o1", form_id: "f1" }, query: { field: "/a", name: "a b.txt" } },
    body: new Blob(["abc"]) as never,
    bodySerializer: (body) => body as never,
    headers: { "Content-Type": "application/octet-stream" },
    fetch: withProgress(told),
    ...(signal ? { signal } : {}),
  });
}

afterEach(() => vi.unstubAllGlobals());

it("sends what the client asks for, and tells how far it is", async () => {
  const told = vi.fn();
  const answer = upload(told);
  await vi.waitFor(() => expect(Way.last?.send).toHaveBeenCalled());
  const way = Way.last;
  expect(way.open.mock.calls[0]).toEqual([
    "POST",
    expect.stringMatching(/\/orgs\/o1\/forms\/f1\/files\?field=%2Fa&name=a%20b.txt$/),
  ]);
  expect(way.sent["content-type"]).toBe("application/octet-stream");
  expect(way.sent["idempotency-key"]).toBeTruthy();
  way.upload.onprogress?.({ loaded: 2 });
  expect(told).toHaveBeenCalledWith(2);
  way.status = 201;
  way.responseText = '{"id":"x"}';
  way.onload();
  expect((await answer).data).toEqual({ id: "x" });
});

it("gives refusals as the client does, and says when the server is away or nobody waits", async () => {
  const refused = upload(() => {});
  await vi.waitFor(() => expect(Way.last?.send).toHaveBeenCalled());
  Way.last.status = 413;
  Way.last.responseText = '{"code":"form.file_large","detail":"too large"}';
  Way.last.onload();
  await expect(refused).rejects.toMatchObject({ code: "form.file_large", status: 413, requestId: "r1" });

  const before = Way.last;
  const away = upload(() => {});
  await vi.waitFor(() => expect(Way.last !== before && Way.last.send.mock.calls.length).toBe(1));
  Way.last.onerror();
  await expect(away).rejects.toMatchObject({ code: "network.unreachable" });

  const gone = new AbortController();
  const previous = Way.last;
  const left = upload(() => {}, gone.signal);
  await vi.waitFor(() => expect(Way.last !== previous && Way.last.send.mock.calls.length).toBe(1));
  gone.abort();
  await expect(left).rejects.toMatchObject({ name: "AbortError" });
});
