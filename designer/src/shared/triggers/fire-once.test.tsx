import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { FireOnce } from "./fire-once";

afterEach(() => vi.unstubAllGlobals());

const trigger = {
  id: "t1",
  org_id: "o1",
  key: "orders",
  name: "Orders",
  kind: "webhook" as const,
  chain: "pay",
  enabled: false,
  limits: { queue: "wait" as const },
  webhook: { scheme: "none" as const },
  revision: 4,
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  can: ["run:start"],
};

async function fire() {
  await userEvent.click(await screen.findByRole("button", { name: "Fire once" }));
  const dialog = await screen.findByRole("dialog", { name: "Fire Orders once?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Fire once" }));
  return dialog;
}

it("fires a webhook with a body, also while it is switched off", async () => {
  const sent: unknown[] = [];
  serve({
    "POST /orgs/o1/triggers/orders/trial": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return { id: "r1" };
    },
  });
  await show(<FireOnce org="o1" trigger={trigger} />);
  const dialog = await fire();
  await vi.waitFor(() => expect(dialog.isConnected).toBe(false));
  expect(sent).toEqual([{ body: {} }]);
});

it("says in the dialog what stands in the way", async () => {
  serve({
    "POST /orgs/o1/triggers/orders/trial": refusal(
      422,
      "trigger.not_started",
      "no run was started: it is full",
    ),
  });
  await show(<FireOnce org="o1" trigger={trigger} />);
  const dialog = await fire();
  expect(await within(dialog).findByText(/it is full/)).toBeTruthy();
});
