import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { SwitchesScreen } from "./switches-page";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", path: [], can: ["switch:view", "switch:set"] };
const mode = {
  id: "s1",
  org_id: "o1",
  key: "stock-mode",
  name: "Stock mode",
  type: "enum",
  options: ["old", "both", "new"],
  value: "old",
  revision: 4,
  shared: false,
  changed_at: "2026-05-31T10:31:00Z",
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Ada" },
  can: ["switch:view", "switch:set"],
};
const changes = [
  {
    revision: 4,
    at: "2026-05-31T10:31:00Z",
    by: { id: "u1", name: "Ada" },
    from: "new",
    to: "old",
    reason: "back again",
  },
];
const one = {
  "GET /orgs/o1": org,
  "GET /orgs/o1/switches": { items: [mode] },
  "GET /orgs/o1/switches/stock-mode": mode,
  "GET /orgs/o1/switches/stock-mode/history": { items: changes },
  "GET /orgs/o1/switches/stock-mode/requests": { items: [] },
  "GET /orgs/o1/switches/stock-mode/uses": {
    items: [{ org_id: "o1", key: "ship", name: "Ship", version: 3 }],
  },
  "GET /orgs/o1/switches/stock-mode/followers": {
    items: [{ id: "sa", name: "Warehouse", org_id: "o1", followers: 3 }],
  },
  "GET /orgs/o1/switches/stock-mode/stream": () => new Response(null, { status: 204 }),
};

it("makes the first switch", async () => {
  let sent: unknown;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/switches": { items: [] },
    "POST /orgs/o1/switches": async (_: URL, request: Request) => {
      sent = await request.json();
      return mode;
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?new=1");
  const dialog = await screen.findByRole("dialog", { name: "New switch" });
  fireEvent.change(within(dialog).getByRole("textbox", { name: /^Name/ }), {
    target: { value: "Shop open" },
  });
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  await vi.waitFor(() =>
    expect(sent).toEqual({ name: "Shop open", key: "shop-open", type: "boolean", value: false }),
  );
});

it("shows the value, who follows it and what it was", async () => {
  serve(one);
  await show(<SwitchesScreen org="o1" />, "/?switch=stock-mode");
  expect(await screen.findByText("Warehouse (3)")).toBeTruthy();
  expect(screen.getByText("3 connections")).toBeTruthy();
  expect(await screen.findByText("back again")).toBeTruthy();
});

it("sets it for a reason, against the revision that was seen", async () => {
  let sent: unknown;
  let match: string | null = "";
  serve({
    ...one,
    "PUT /orgs/o1/switches/stock-mode/value": async (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      sent = await request.json();
      return { ...mode, value: "new", revision: 5 };
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=stock-mode");
  const act = await screen.findByRole("button", { name: "Set the switch" });
  expect(act).toHaveProperty("disabled", true);
  await userEvent.click(screen.getByRole("combobox", { name: "New value" }));
  await userEvent.click(await screen.findByRole("option", { name: "new", hidden: true }));
  expect(act).toHaveProperty("disabled", true); // no reason
  fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "phase two" } });
  await userEvent.click(act);
  await vi.waitFor(() => expect(sent).toEqual({ value: "new", reason: "phase two" }));
  expect(match).toBe('"4"');
});

it("lets nobody set what is shared from above", async () => {
  const shared = { ...mode, org_id: undefined, updated_by: undefined, shared: true, can: ["switch:view"] };
  serve({ ...one, "GET /orgs/o1/switches": { items: [shared] }, "GET /orgs/o1/switches/stock-mode": shared });
  await show(<SwitchesScreen org="o1" />, "/?switch=stock-mode");
  expect(await screen.findByRole("button", { name: "Set the switch" })).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Delete the switch" })).toBeNull();
});

it("says which right is missing", async () => {
  serve({ "GET /orgs/o1/switches": () => refusal(403, "auth.forbidden", "this needs switch:view") });
  await show(<SwitchesScreen org="o1" />);
  expect(await screen.findByText("this needs switch:view")).toBeTruthy();
});

it("shows a change that came between the reading and the first event", async () => {
  const live = streaming();
  let now = mode;
  serve({
    ...one,
    "GET /orgs/o1/switches/stock-mode": () => now,
    "GET /orgs/o1/switches/stock-mode/stream": () => {
      now = { ...mode, value: "both", revision: 5 };
      live.send(1, "switch", { revision: 5 });
      return live.response;
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=stock-mode");
  const drawer = await screen.findByRole("dialog");
  expect(await within(drawer).findByText("both", { selector: "[aria-live] *" })).toBeTruthy();
});

it("sets a switch back to what it was, once the reason is given, and says which chains use it", async () => {
  let sent: unknown;
  serve({
    ...one,
    "GET /orgs/o1/switches/stock-mode/history": {
      items: [...changes, { ...changes[0], revision: 3, to: "new" }],
    },
    "PUT /orgs/o1/switches/stock-mode/value": async (_: URL, request: Request) => {
      sent = await request.json();
      return { ...mode, value: "new", revision: 5 };
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=stock-mode");
  const drawer = await screen.findByRole("dialog", { name: "Switch stock-mode" });
  expect(await within(drawer).findByRole("link", { name: "Ship" })).toBeTruthy();
  await userEvent.click(await within(drawer).findByRole("button", { name: "Set back to new" }));
  expect(within(drawer).queryByRole("button", { name: "Set back to old" })).toBeNull();
  const reason = within(drawer).getByRole("textbox", { name: "Reason" });
  expect(document.activeElement).toBe(reason);
  fireEvent.change(reason, { target: { value: "the old one was wrong" } });
  await userEvent.click(within(drawer).getByRole("button", { name: "Set the switch" }));
  await vi.waitFor(() => expect(sent).toEqual({ value: "new", reason: "the old one was wrong" }));
});
