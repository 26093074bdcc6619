import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { narrow } from "@/shared/lib/narrow";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { tooNarrow, useDesk } from "./desk";

const draft = (name: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name,
  nodes: [{ id: "a", kind: "delay" }],
  edges: [],
});
const sent = (body: unknown, revision: number) => Response.json(body, { headers: { ETag: `"${revision}"` } });
const finding = (detail: string) => ({
  code: "x",
  detail,
  pointer: "/nodes/0",
  severity: "error",
  node: "a",
});
const editor = () => useEditor.getState();
const desk = () => useDesk.getState();

/** An answer that comes when the test says so. */
function late() {
  let come: (answer: Response) => void = () => {};
  const answer = new Promise<Response>((resolve) => {
    come = resolve;
  });
  return { answer, come };
}

const lease = { id: "L", since: "2026-01-01T10:00:00Z", until: "2026-01-01T10:01:00Z" };
const routes = {
  "POST /orgs/o/chains/k/lease": lease,
  "DELETE /orgs/o/chains/k/lease": () => new Response(null, { status: 204 }),
  "GET /orgs/o/chains/k/draft": () => sent(draft("K"), 1),
  "POST /orgs/o/chains/k/validate": { valid: true, problems: [] },
};

beforeEach(() => {
  editor().begin({ org: "o", key: "k", document: draft("K"), revision: 1 });
  desk().open({ org: "o", key: "k", me: "me", id: "c", saved: () => {} });
});
afterEach(() => {
  desk().close();
  vi.unstubAllGlobals();
});

describe("a draft on the desk", () => {
  it("keeps what is typed when an answer from before Edit comes late", async () => {
    const slow = late();
    const asked = serve({ ...routes, "GET /orgs/o/chains/k/draft": () => slow.answer });
    const following = desk().follow(2);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    serve({ ...routes, "GET /orgs/o/chains/k/draft": () => sent(draft("K of others"), 2) });
    expect(await desk().edit()).toBe(true);
    editor().act("Name", (d) => ({ ...d, name: "K as I say" }));
    slow.come(sent(draft("K of others"), 2));
    await following;
    expect(editor().document.name).toBe("K as I say");
  });

  it("keeps the problems of the last save when the check that Edit asked for comes late", async () => {
    const slow = late();
    serve({
      ...routes,
      "POST /orgs/o/chains/k/validate": () => slow.answer,
      "PUT /orgs/o/chains/k/draft": () => sent({ chain: {}, problems: [finding("new")] }, 2),
    });
    await desk().edit();
    editor().act("Name", (d) => ({ ...d, name: "K as I say" }));
    expect(await desk().flush()).toBe(true);
    slow.come(Response.json({ valid: false, problems: [finding("old"), finding("older")] }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(editor().problems.map((p) => p.detail)).toEqual(["new"]);
  });

  it("has what the check says that Edit asked for", async () => {
    serve({
      ...routes,
      "POST /orgs/o/chains/k/validate": { valid: false, problems: [finding("old")] },
    });
    await desk().edit();
    await vi.waitFor(() => expect(editor().problems.map((p) => p.detail)).toEqual(["old"]));
  });

  it("goes on with what was left of an earlier visit, and keeps what is done while it asks", async () => {
    const base = { document: draft("K"), revision: 1 };
    const puts: ChainDocument[] = [];
    serve({
      ...routes,
      "GET /orgs/o/chains/k/draft": () => sent(draft("K of others"), 2),
      "PUT /orgs/o/chains/k/draft": async (_: URL, request: Request) => {
        if (request.headers.get("If-Match") !== '"2"')
          return Response.json({ status: 412, code: "chain.stale" }, { status: 412 });
        puts.push((await request.json()) as ChainDocument);
        return sent({ chain: {}, problems: [] }, 3);
      },
    });
    await desk().takeUp({ id: "e", of: "me/c", at: 0, base, document: draft("K as I said") });
    await vi.waitFor(() => expect(desk().keeper?.state.getState().phase).toBe("conflict"));
    editor().act("Node", (d) => ({ ...d, nodes: [{ id: "a", kind: "delay", name: "Rest" }] }));
    const [asked] = desk().keeper?.both()?.conflicts ?? [];
    expect(desk().keeper?.resolve(new Map([[asked?.key ?? "", "mine" as const]]))).toBe(true);
    await vi.waitFor(() => expect(puts).toHaveLength(1));
    expect(puts[0]).toMatchObject({ name: "K as I said", nodes: [{ name: "Rest" }] });
  });

  it("is not taken in a narrow window, whoever asks for it, and it is said why", async () => {
    const asked = serve(routes);
    const wide = window.matchMedia;
    vi.stubGlobal("matchMedia", (query: string) => ({ ...wide(query), matches: query === narrow }));
    expect(await desk().edit()).toBe(false);
    expect(editor().editing).toBe(false);
    expect(asked).toHaveLength(0);
    expect(desk().refused?.code).toBe(tooNarrow);
    vi.stubGlobal("matchMedia", wide);
    expect(await desk().edit()).toBe(true);
    expect(desk().refused).toBeUndefined();
  });
});
