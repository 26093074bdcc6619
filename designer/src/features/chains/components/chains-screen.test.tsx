import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ChainsScreen } from "./chains-page";

afterEach(() => vi.unstubAllGlobals());

const can = [
  "chain:view",
  "chain:edit",
  "chain:delete",
  "run:start",
  "run:view",
  "script:edit",
  "template:use",
];
const org = { id: "o1", key: "stock", name: "Stock", path: [], can };
const chain = {
  id: "c1",
  org_id: "o1",
  key: "pay",
  name: "Pay",
  tags: ["finance", "monthly"],
  version: 3,
  draft: { revision: 9, checksum: "x", changed: true },
  lease: {
    holder: { id: "u2", name: "Colleague" },
    since: "2026-05-31T10:00:00Z",
    until: "2026-05-31T11:00:00Z",
  },
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Drafter" },
  can,
};
const run = (id: string, state: string) => ({
  id,
  org_id: "o1",
  state,
  title: id,
  created_at: "2026-05-31T10:31:00Z",
});
const hello = {
  key: "hello",
  shared: false,
  can: ["template:view", "template:use"],
  title: { en: "Hello", zh: "你好" },
  summary: { en: "Greets.", zh: "问好。" },
  parameters: [],
  scripts: [],
  webhook: false,
  chains: [
    {
      key: "",
      name: { en: "", zh: "" },
      graph: {
        nodes: [{ id: "a", kind: "script", name: { en: "Read", zh: "读取" }, x: 0, y: 0 }],
        edges: [],
      },
    },
  ],
};

it("offers templates where there is no chain, and makes one of them", async () => {
  let sent: unknown;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/chains": { items: [] },
    "GET /orgs/o1/templates": { items: [hello] },
    "POST /orgs/o1/templates/hello/chains": async (_: URL, request: Request) => {
      sent = await request.json();
      return { chains: [{ chain: { ...chain, key: "hello" }, problems: [] }] };
    },
  });
  await show(<ChainsScreen org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Use Hello" }));
  await userEvent.click(await screen.findByRole("button", { name: "Create and open" }));
  await vi.waitFor(() =>
    expect(sent).toEqual({ key: "hello", name: "Hello", language: "en", values: {}, people: {} }),
  );
});

it("shows what is live, who edits, how it ran; and deletes by the chain's key", async () => {
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/chains": {
      items: [{ ...chain, last_runs: [run("second", "failed"), run("first", "succeeded")] }],
    },
    "GET /orgs/o1/chains/pay/uses": { items: [] },
    "DELETE /orgs/o1/chains/pay": () => new Response(null, { status: 204 }),
  });
  await show(<ChainsScreen org="o1" />);
  const row = await screen.findByRole("row", { name: /Pay/ });
  expect(row.textContent).toContain("v3");
  expect(row.textContent).toContain("draft differs");
  expect(row.textContent).toContain("Colleague");
  const runs = await within(row).findAllByRole("link", { name: /first|second/ });
  expect(runs.map((r) => r.getAttribute("aria-label")?.split(",")[0])).toEqual([
    "first: Succeeded",
    "second: Failed",
  ]);
  await userEvent.click(within(row).getByRole("button", { name: "Actions for Pay" }));
  await userEvent.click(await screen.findByText("Delete"));
  const dialog = await screen.findByRole("dialog", { name: "Delete the chain Pay?" });
  await userEvent.click(within(dialog).getByRole("textbox", { name: /^Reason/ }));
  await userEvent.paste("Replaced");
  const act = within(dialog).getByRole("button", { name: "Delete the chain" });
  expect(act.hasAttribute("disabled")).toBe(true);
  fireEvent.change(within(dialog).getByRole("textbox", { name: /to confirm/ }), { target: { value: "pay" } });
  await userEvent.click(act);
  await vi.waitFor(() => expect(asked).toContain("DELETE /orgs/o1/chains/pay?reason=Replaced"));
});

it("changes the tags that all of the chosen chains have, and finds chains by one", async () => {
  const sent: unknown[] = [];
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/chains": {
      items: [chain, { ...chain, id: "c2", key: "bill", name: "Bill", tags: ["finance"] }],
    },
    "GET /orgs/o1/chain-tags": { items: [{ tag: "finance", chains: 2 }] },
    "POST /orgs/o1/chain-tags": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return new Response(null, { status: 204 });
    },
  });
  await show(<ChainsScreen org="o1" />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Choose Pay" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose Bill" }));
  await userEvent.click(screen.getByRole("button", { name: "Tags of 2 chains…" }));
  const dialog = await screen.findByRole("dialog", { name: "Tags of 2 chains" });
  const field = within(dialog).getByLabelText("Tags");
  await userEvent.type(field, "{Backspace}urgent{Enter}");
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  await vi.waitFor(() =>
    expect(sent).toEqual([{ chains: ["pay", "bill"], add: ["urgent"], remove: ["finance"] }]),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Only those tagged monthly" }));
  await vi.waitFor(() => expect(asked.some((a) => /\/chains\?.*tag=monthly/.test(a))).toBe(true));
});

it("shows what failed, and tries again", async () => {
  let broken = true;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/chains": () =>
      broken ? refusal(500, "internal", "the store is away") : { items: [chain] },
  });
  await show(<ChainsScreen org="o1" />);
  expect(await screen.findByText("the store is away")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "Pay" })).toBeTruthy();
});

it("says which right is missing", async () => {
  serve({ "GET /orgs/o1/chains": () => refusal(403, "auth.forbidden", "this needs chain:view in Stock") });
  await show(<ChainsScreen org="o1" />);
  expect(await screen.findByText("this needs chain:view in Stock")).toBeTruthy();
});
