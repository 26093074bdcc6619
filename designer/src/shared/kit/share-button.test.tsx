import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ShareButton } from "./share-button";

afterEach(() => vi.unstubAllGlobals());

const org = (id: string, name: string) => ({
  id,
  key: id,
  name,
  path: [{ id, key: id, name }],
  has_children: false,
  revision: 1,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  can: [],
});
const tree = {
  "GET /orgs": { items: [org("acme", "Acme"), org("stock", "Stock")] },
  "GET /orgs/acme": org("acme", "Acme"),
  "GET /orgs/stock": org("stock", "Stock"),
};
const engine = { id: "e1", name: "The CI", shared: false, can: ["share:write"] };

async function opened() {
  await show(<ShareButton org="acme" kind="engine" thing={engine} />);
  await userEvent.click(screen.getByRole("button", { name: "Share" }));
  return await screen.findByRole("dialog", { name: "Share The CI" });
}

it("shares a thing with an org below, and with those below that only if it is said", async () => {
  let sent: unknown;
  serve({
    ...tree,
    "POST /orgs/acme/shares": async (_: URL, request: Request) => {
      sent = await request.json();
      return { id: "s1", to_org_name: "Stock" };
    },
  });
  const dialog = await opened();
  expect(within(dialog).getByRole("button", { name: "Share" })).toHaveProperty("disabled", true);
  await userEvent.click(await within(dialog).findByRole("treeitem", { name: "Stock" }));
  await userEvent.click(within(dialog).getByRole("checkbox", { name: "All orgs below it too" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Share" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual({ kind: "engine", resource_id: "e1", to_org_id: "stock", subtree: false });
});

it("says what the server refuses", async () => {
  serve({
    ...tree,
    "POST /orgs/acme/shares": () => refusal(409, "share.exists", "it is shared to that org already"),
  });
  const dialog = await opened();
  await userEvent.click(await within(dialog).findByRole("treeitem", { name: "Stock" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Share" }));
  expect(await within(dialog).findByText("it is shared to that org already")).toBeTruthy();
});

it("is not there for what is shared from above, and disabled for who may not share", async () => {
  await show(<ShareButton org="acme" kind="engine" thing={{ ...engine, shared: true }} />);
  expect(screen.queryByRole("button")).toBeNull();
  await show(<ShareButton org="acme" kind="engine" thing={{ ...engine, can: [] }} />);
  expect(screen.getByRole("button", { name: "Share" })).toHaveProperty("disabled", true);
});
