import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { client } from "./client";
import { withProgress } from "./with-progress";

/** The browser's way to send, as far as it is used; the test says how it goes. */
class Way {
  static all: Way[] = [];
  upload: { onprogress?: (e: { loaded: number }) => void } = {};
  sent: Record<string, string> = {};
  status = 0;
  responseText = "";
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  onloadend = () => {};
  constructor() {
    Way.all.push(this);
  }
  open = vi.fn();
  send = vi.fn();
  abort = () => this.onabort();
  setRequestHeader(name: string, value: string) {
    this.sent[name] = value;
  }
  getAllResponseHeaders = () => "content-type: application/json\r\nx-request-id: r1\r\n";
}

function upload(told: (sent: number) => void) {
  vi.stubGlobal("XMLHttpRequest", Way);
  return client.POST("/api/v1/orgs/{org_id}/forms/{form_id}/files", {
    params: { path: { org_id: "o1", form_id: "f1" }, query: { field: "/a", name: "a b.txt" } },
    body: new Blob(["abc"]) as never,
    bodySerializer: (body) => body as never,
    headers: { "Content-Type": "application/octet-stream" },
    fetch: withProgress(told),
  });
}

/** The latest way, once something has been sent on it. */
async function sent(count: number): Promise<Way> {
  await vi.waitFor(() => expect(Way.all[count - 1]?.send).toHaveBeenCalled());
  return Way.all[count - 1] as Way;
}

beforeEach(() => {
  Way.all = [];
});
afterEach(() => vi.unstubAllGlobals());

it("sends what the client asks for, and tells how far it is", async () => {
  const told = vi.fn();
  const answer = upload(told);
  const way = await sent(1);
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
  const way = await sent(1);
  way.status = 413;
  way.responseText = '{"code":"form.file_large","detail":"too large"}';
  way.onload();
  await expect(refused).rejects.toMatchObject({ code: "form.file_large", status: 413, requestId: "r1" });

  const away = upload(() => {});
  (await sent(2)).onerror();
  await expect(away).rejects.toMatchObject({ code: "network.unreachable" });

  const gone = new AbortController();
  const request = new Request("http://localhost/x", { method: "POST", body: "abc", signal: gone.signal });
  const left = withProgress(() => {})(request);
  await sent(3);
  gone.abort();
  await expect(left).rejects.toMatchObject({ name: "AbortError" });
});
