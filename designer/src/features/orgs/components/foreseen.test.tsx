import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { WithdrawDialog } from "./grants/withdraw-dialog";
import { RoleDrawer } from "./roles/role-drawer";

const at = "2026-01-01T00:00:00Z";
const stock = { id: "stock", key: "stock", name: "Stock" };
const org = {
  ...stock,
  path: [stock],
  has_children: false,
  revision: 1,
  created_at: at,
  updated_at: at,
  can: ["role:write"],
};
const teller: Shape<"RoleBody"> = {
  id: "r1",
  system: false,
  org_id: "stock",
  inherited: false,
  key: "teller",
  name: "Teller",
  effect: "allow",
  permissions: ["run:start"],
  revision: 3,
  created_at: at,
  updated_at: at,
  can: ["role:write"],
};
const permissions = {
  items: [
    { permission: "run:start", kind: "run", verb: "start" },
    { permission: "run:view", kind: "run", verb: "view" },
  ],
};
const people = Array.from({ length: 8 }, (_, i) => ({
  subject: { id: `u${i}`, name: `Teller ${i + 1}` },
  org: stock,
  gains: ["run:view"],
  loses: [],
}));

afterEach(() => vi.unstubAllGlobals());

describe("a change of a role", () => {
  const change = async (preview: unknown) => {
    const asked = serve({
      "GET /permissions": permissions,
      "POST /orgs/stock/roles/r1/preview": preview,
      "PATCH /orgs/stock/roles/r1": teller,
    });
    const close = vi.fn();
    await show(<RoleDrawer org={org} role={teller} close={close} />);
    await userEvent.click(await screen.findByRole("checkbox", { name: "See runs" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    return { asked, close, dialog: await screen.findByRole("dialog", { name: "Change the role Teller?" }) };
  };

  it("is saved after it was shown who gains and who loses what", async () => {
    const { asked, close, dialog } = await change({ rights: people, total: 300, gain: 300, lose: 0 });
    expect(
      await within(dialog).findByText("Of the members and service accounts, 300 gain rights."),
    ).toBeTruthy();
    const rights = within(dialog).getByRole("region", { name: "Who gains and who loses what" });
    expect(rights.textContent).toContain(
      "Teller 1, Teller 2, Teller 3, Teller 4, Teller 5, and 3 others in Stock",
    );
    expect(rights.textContent).toContain("gains Runs: See runs");
    expect(within(dialog).getByText("and 292 more")).toBeTruthy();
    expect(asked).not.toContain("PATCH /orgs/stock/roles/r1");
    await userEvent.click(within(dialog).getByRole("button", { name: "Change the role" }));
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    expect(asked).toContain("PATCH /orgs/stock/roles/r1");
  });

  it("that is refused says why, and cannot be saved", async () => {
    const { dialog } = await change(() =>
      refusal(403, "auth.beyond", "you do not hold there yourself: run:view"),
    );
    expect((await within(dialog).findByRole("alert")).textContent).toContain(
      "you do not hold there yourself",
    );
    const act = within(dialog).getByRole("button", { name: "Change the role" }) as HTMLButtonElement;
    expect(act.disabled).toBe(true);
  });

  it("of its name alone is saved at once", async () => {
    const asked = serve({ "GET /permissions": permissions, "PATCH /orgs/stock/roles/r1": teller });
    const close = vi.fn();
    await show(<RoleDrawer org={org} role={teller} close={close} />);
    await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "s");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    expect(asked).not.toContain("POST /orgs/stock/roles/r1/preview");
  });
});

it("shows who loses what before a grant is withdrawn", async () => {
  const rights = [{ subject: { id: "u1", name: "Drafter" }, org: stock, gains: [], loses: ["run:start"] }];
  const asked = serve({
    "GET /permissions": permissions,
    "POST /orgs/stock/grants/g1/withdrawal-preview": { rights, total: 1, gain: 0, lose: 1 },
    "DELETE /orgs/stock/grants/g1": () => new Response(null, { status: 204 }),
  });
  const close = vi.fn();
  const grant = {
    id: "g1",
    subject: { id: "u1", name: "Drafter", kind: "user" },
    role: { id: "r1", key: "teller", name: "Teller" },
    org_id: "stock",
    org_name: "Stock",
    revision: 1,
    created_at: at,
    created_by: "u2",
    can: ["member:write"],
  };
  await show(<WithdrawDialog grant={grant} close={close} />);
  const region = await screen.findByRole("region", { name: "Who gains and who loses what" });
  expect(region.textContent).toContain("Drafter in Stock");
  expect(region.textContent).toContain("loses Runs: Start");
  expect(screen.getByRole("button", { name: "Withdraw" })).toHaveProperty("disabled", true);
  await userEvent.type(screen.getByRole("textbox", { name: /^Reason/ }), "Another team");
  await userEvent.click(screen.getByRole("button", { name: "Withdraw" }));
  await vi.waitFor(() => expect(close).toHaveBeenCalled());
  expect(asked).toContain("DELETE /orgs/stock/grants/g1?reason=Another%20team");
});
