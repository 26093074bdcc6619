import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import { HoldControl } from "./hold-control";
import { LeaseNote } from "./lease-note";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [{ id: "a", kind: "script" }],
  edges: [],
};
const renewal = 20_000;
const ask = { by: { id: "han", name: "Colleague" }, at: "2026-01-01T10:31:00Z" };
const mine = { by: { id: "me", name: "Me" }, at: "2026-01-01T10:31:00Z" };
const theirs = {
  holder: { id: "han", name: "Colleague" },
  since: "2026-01-01T10:12:00Z",
  until: "2026-01-01T10:13:00Z",
};
const own = { id: "L1", since: "2026-01-01T10:00:00Z", until: "2026-01-01T10:01:00Z" };

/** A server with a chain that has this lease, and what was said to it. */
function world(lease: object | undefined, more: Record<string, unknown> = {}) {
  const said: unknown[] = [];
  let now = lease;
  const chain = () => ({
    id: "c",
    org_id: "o",
    key: "stock",
    name: "Stock",
    version: 1,
    draft: { revision: 1, checksum: "", changed: false },
    can: ["chain:edit"],
    updated_at: "2026-01-01T10:31:00Z",
    updated_by: { id: "li", name: "Drafter" },
    ...(now ? { lease: now } : {}),
  });
  const asked = serve({
    "GET /me": { kind: "user", name: "Me", subject_id: "me", tops: [] },
    "GET /orgs/o/chains/stock": chain,
    "GET /orgs/o/chains/stock/draft": () => Response.json(document, { headers: { ETag: '"1"' } }),
    "POST /orgs/o/chains/stock/validate": { valid: true, problems: [] },
    "POST /orgs/o/chains/stock/lease": own,
    "PUT /orgs/o/chains/stock/lease": { ...own, ask },
    "DELETE /orgs/o/chains/stock/lease": () => new Response(null, { status: 204 }),
    "POST /orgs/o/chains/stock/lease/ask": () => {
      now = { ...theirs, ask: mine };
      return chain();
    },
    "POST /orgs/o/chains/stock/lease/answer": async (_: URL, request: Request) => {
      const body = await request.json();
      said.push([request.headers.get("Lease"), body]);
      // What is typed while the draft is handed over would be lost.
      expect(useEditor.getState().editing).toBe(!body.hand_over);
      return new Response(null, { status: 204 });
    },
    ...more,
  });
  return { asked, said };
}

beforeEach(() => {
  useEditor.getState().begin({ org: "o", key: "stock", document, revision: 1 });
  useDesk.setState({ hold: { state: "none" }, refused: undefined, keeper: undefined, offered: undefined });
});
afterEach(() => {
  useDesk.getState().close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Edits here until a renewal has told who asks. */
async function asked() {
  const w = world(undefined);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  useDesk.getState().open({ org: "o", key: "stock", me: "me", id: "c", saved: () => {} });
  await useDesk.getState().edit();
  await show(<LeaseNote />);
  await act(() => vi.advanceTimersByTimeAsync(renewal));
  vi.useRealTimers();
  expect((await screen.findByRole("status")).textContent).toContain("Colleague asks to edit, since");
  return w;
}

it("lets who edits hand the draft over, once all is sent", async () => {
  const { said } = await asked();
  await userEvent.click(screen.getByRole("button", { name: "Hand over" }));
  await vi.waitFor(() => expect(said).toEqual([["L1", { hand_over: true }]]));
  await vi.waitFor(() => expect(useDesk.getState().hold.state).toBe("none"));
  expect(useEditor.getState().editing).toBe(false);
  expect(screen.queryByRole("button", { name: "Hand over" })).toBeNull();
});

it("lets who edits say no, and goes on", async () => {
  const { said } = await asked();
  await userEvent.click(screen.getByRole("button", { name: "Not now" }));
  await vi.waitFor(() => expect(said).toEqual([["L1", { hand_over: false }]]));
  await vi.waitFor(() => expect(screen.queryByRole("button", { name: "Not now" })).toBeNull());
  expect(useEditor.getState().editing).toBe(true);
});

it("hands nothing over while something could not be sent", async () => {
  const { said } = await asked();
  useDesk.setState({ keeper: { flush: async () => false, stop: async () => {}, edited() {} } as never });
  await userEvent.click(screen.getByRole("button", { name: "Hand over" }));
  expect(await screen.findByRole("button", { name: "Not now" })).toBeTruthy();
  expect(said).toEqual([]);
  expect(useDesk.getState().hold.state).toBe("held");
});

it("asks whoever edits, and says since when", async () => {
  world(theirs);
  await show(
    <>
      <HoldControl />
      <LeaseNote />
    </>,
  );
  await userEvent.click(await screen.findByRole("button", { name: /^Colleague edits, since/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Ask to edit", hidden: true }));
  expect((await screen.findByRole("status")).textContent).toContain("You asked Colleague at");
});

it("reads that it was declined, and may ask again", async () => {
  const { asked: requests } = world({ ...theirs, ask: { ...mine, declined: true } });
  await show(<LeaseNote />);
  expect(await screen.findByText("Colleague goes on editing for now.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
  await vi.waitFor(() => expect(requests).toContain("POST /orgs/o/chains/stock/lease/ask"));
});

it("is told when the draft was handed over, and begins at once", async () => {
  world({ ...theirs, holder: mine.by, handed_over: true });
  useDesk.getState().open({ org: "o", key: "stock", me: "me", id: "c", saved: () => {} });
  await show(<LeaseNote />);
  expect(await screen.findByText("The draft has been handed over to you.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Edit" }));
  await vi.waitFor(() => expect(useDesk.getState().hold.state).toBe("held"));
});
