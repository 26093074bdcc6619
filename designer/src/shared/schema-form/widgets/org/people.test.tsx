import { configure, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SchemaForm } from "../../schema-form";
import { orgWidgets } from "./org-widgets";

configure({ asyncUtilTimeout: 20_000 });
afterEach(() => vi.unstubAllGlobals());

const field = (title: string, widget: string) => ({ type: "string", title, "x-widget": widget });

const schema = {
  type: "object",
  properties: {
    member: { ...field("Member", "member"), "x-expression": true },
    role: field("Role", "role"),
    group: field("Group", "group"),
    org: field("Org", "org-above"),
    switch: field("Switch", "switch"),
  },
};

let value: Record<string, unknown>;

function Kind({ first }: { first: Record<string, unknown> }) {
  const [now, setNow] = useState<unknown>(first);
  value = now as typeof value;
  return (
    <SchemaForm
      org="o1"
      widgets={orgWidgets}
      expressions={{ names: [] } as never}
      schema={schema}
      value={now as never}
      onChange={setNow as never}
    />
  );
}

const path = [
  { id: "o0", key: "acme", name: "Acme" },
  { id: "o1", key: "stock", name: "Stock" },
];
const ada = { id: "m1", name: "Ada", email: "ada@example.org", state: "active", can: [] };
const role = { effect: "allow", system: true, inherited: false, permissions: [], can: [] };
const world = {
  "GET /orgs/o1": { id: "o1", key: "stock", name: "Stock", path, can: [] },
  "GET /orgs/o0/members": { items: [ada] },
  "GET /orgs/o1/members": { items: [ada, { ...ada, id: "m2", name: "Li Lei", email: "li@example.org" }] },
  "GET /orgs/o0/groups": { items: [{ id: "g1", key: "buyers", name: "Buyers", can: [] }] },
  "GET /orgs/o1/groups": () => refusal(403, "forbidden", "not for you"),
  "GET /orgs/o1/roles": {
    items: [
      { ...role, id: "approver", key: "approver", name: "approver" },
      { ...role, id: "r1", key: "chief", name: "Chief buyer", system: false },
      { ...role, id: "r2", key: "never", name: "Never", system: false, effect: "deny" },
    ],
  },
  "GET /orgs/o1/switches": {
    items: [{ id: "s1", key: "shop", name: "Shop", value: true, type: "boolean", shared: false, can: [] }],
  },
};

const box = (name: string) => screen.findByRole("combobox", { name });

it("chooses people, roles, groups, orgs and switches by their names", async () => {
  serve(world);
  await show(<Kind first={{}} />);
  for (const [name, typed, option] of [
    ["Member", "lei", "Li Lei (li@example.org)"],
    ["Role", "chief", "Chief buyer (chief)"],
    ["Group", "buy", "Buyers (buyers)"],
    ["Org", "acme", "Acme acme"],
    ["Switch", "shop", "Shop (shop) on"],
  ] as const) {
    await userEvent.type(await box(name), typed);
    await userEvent.click(await screen.findByRole("option", { name: option, hidden: true }));
  }
  expect(value).toEqual({
    member: "li@example.org",
    role: "chief",
    group: "buyers",
    org: "o0",
    switch: "shop",
  });
  expect(screen.getByText("Now: on")).toBeTruthy();
  expect(await box("Role")).toHaveProperty("value", "Chief buyer (chief)");
});

it("shows what is chosen by its name, also where an id stands for it, and what is unknown as it is written", async () => {
  serve(world);
  await show(<Kind first={{ member: "m1", role: "approver", group: "g1", org: "parent", switch: "gone" }} />);
  await waitFor(async () => expect(await box("Member")).toHaveProperty("value", "Ada (ada@example.org)"));
  await waitFor(async () => expect(await box("Role")).toHaveProperty("value", "Approver (approver)"));
  await waitFor(async () => expect(await box("Group")).toHaveProperty("value", "Buyers (buyers)"));
  await waitFor(async () => expect(await box("Org")).toHaveProperty("value", "The org above the chain's"));
  expect(await box("Switch")).toHaveProperty("value", "gone");
});

it("takes what nobody is called yet", async () => {
  serve(world);
  await show(<Kind first={{}} />);
  const member = await box("Member");
  await userEvent.type(member, "new@example.org");
  await userEvent.tab();
  expect(value).toEqual({ member: "new@example.org" });
  expect(member).toHaveProperty("value", "new@example.org");
  await userEvent.type(await box("Switch"), "sho");
  await userEvent.click(await screen.findByRole("option", { name: "Use “sho”", hidden: true }));
  expect(value).toEqual({ member: "new@example.org", switch: "sho" });
});

it("lets who may not read a list write", async () => {
  const forbidden = () => refusal(403, "forbidden", "not for you");
  serve({ ...world, "GET /orgs/o1/roles": forbidden, "GET /orgs/o1/switches": forbidden });
  await show(<Kind first={{ role: "chief" }} />);
  const text = await screen.findByDisplayValue("chief");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: "Role" })).toBeNull());
  fireEvent.change(await screen.findByRole("textbox", { name: "Role" }), { target: { value: "buyer" } });
  expect(value).toEqual({ role: "buyer" });
  expect(text).toBeTruthy();
  expect(screen.queryByText(/could not be read/)).toBeNull();
});

it("asks the server for what is typed, and not while an input method composes", async () => {
  const far = { ...ada, id: "m9", name: "王小明", email: "wang@example.org" };
  const asked = serve({
    ...world,
    "GET /orgs/o1/members": (url: URL) => ({ items: url.searchParams.get("q") === "王" ? [far] : [ada] }),
  });
  await show(<Kind first={{}} />);
  const member = await box("Member");
  await userEvent.click(member);
  fireEvent.compositionStart(member);
  fireEvent.change(member, { target: { value: "wang" } });
  await new Promise((done) => setTimeout(done, 400));
  expect(asked.some((a) => a.includes("q="))).toBe(false);
  fireEvent.change(member, { target: { value: "王" } });
  fireEvent.compositionEnd(member);
  await userEvent.click(
    await screen.findByRole("option", { name: "王小明 (wang@example.org)", hidden: true }),
  );
  expect(value).toEqual({ member: "wang@example.org" });
  expect(member).toHaveProperty("value", "王小明 (wang@example.org)");
  expect(asked.filter((a) => a.includes("q=")).map((a) => decodeURIComponent(a))).toEqual([
    "GET /orgs/o0/members?limit=200&q=王",
    "GET /orgs/o1/members?limit=200&q=王",
  ]);
});
