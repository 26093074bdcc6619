import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { TriggerDrawer } from "./trigger-drawer";

afterEach(() => vi.unstubAllGlobals());

const hook = {
  id: "t1",
  org_id: "o1",
  key: "orders",
  name: "Orders",
  kind: "webhook",
  chain: "pay",
  enabled: true,
  limits: { queue: "wait" },
  webhook: { scheme: "none" },
  revision: 4,
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  can: ["trigger:view", "trigger:write"],
};

it("does not switch on again what was switched off while it is changed", async () => {
  let now = hook;
  let match: string | null = "";
  const asked = serve({
    "GET /orgs/o1/triggers/orders": () => now,
    "GET /orgs/o1/triggers/orders/firings": { items: [] },
    "PUT /orgs/o1/triggers/orders": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "trigger.stale", "the trigger was changed meanwhile");
    },
  });
  await show(<TriggerDrawer org="o1" trigger="orders" close={() => {}} />);
  await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
  const dialog = await screen.findByRole("dialog", { name: "Change Orders" });
  const name = within(dialog).getByRole("textbox", { name: /^Name/ });
  fireEvent.change(name, { target: { value: "Orders of the shop" } });
  now = { ...hook, enabled: false, revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked.filter((a) => a.endsWith("/triggers/orders"))).toHaveLength(2));
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await within(dialog).findByText("the trigger was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
  expect(name).toHaveProperty("value", "Orders of the shop");
});

it("keeps the key that is typed while the one before is added", async () => {
  let answer = (_: unknown) => {};
  const sent: unknown[] = [];
  serve({
    "GET /orgs/o1/triggers/orders": { ...hook, webhook: { scheme: "catenary" } },
    "GET /orgs/o1/triggers/orders/firings": { items: [] },
    "POST /orgs/o1/triggers/orders/keys": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return new Promise((done) => {
        answer = done;
      });
    },
  });
  await show(<TriggerDrawer org="o1" trigger="orders" close={() => {}} />);
  const field = await screen.findByLabelText("Key that the sender gave you");
  fireEvent.change(field, { target: { value: "first" } });
  await userEvent.click(screen.getByRole("button", { name: "Add it" }));
  await vi.waitFor(() => expect(sent).toEqual([{ value: "first" }]));
  fireEvent.change(field, { target: { value: "second" } });
  answer({ id: "k1", created_at: "2026-05-31T10:31:00Z" });
  await vi.waitFor(() =>
    expect(screen.getByRole("button", { name: "Add it" })).not.toHaveProperty("disabled", true),
  );
  expect(field).toHaveProperty("value", "second");
});
