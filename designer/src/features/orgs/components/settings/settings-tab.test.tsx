import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SettingsTab } from "./settings-tab";

afterEach(() => vi.unstubAllGlobals());

const crumb = (id: string) => ({ id, key: id, name: id });
const org = (id: string, more: Partial<Org> = {}): Org => ({
  ...crumb(id),
  path: [crumb("acme"), crumb(id)],
  has_children: false,
  revision: 3,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  can: ["org:view", "org:edit"],
  ...more,
});
const stock = org("stock", { name: "Stock", parent_id: "acme" });
const acme = org("acme", { name: "Acme", path: [crumb("acme")], can: ["org:delete", "tenant:settings"] });
const around = { "GET /me": { tenant_id: "acme", orgs: [] }, "GET /orgs/acme": acme };
const disabled = (button: HTMLElement) => (button as HTMLButtonElement).disabled;

describe("an org's settings", () => {
  it("say before what another key changes, and save it against what was seen", async () => {
    const sent: unknown[] = [];
    serve({
      ...around,
      "PATCH /orgs/stock": async (_: URL, request: Request) => {
        sent.push([request.headers.get("If-Match"), await request.json()]);
        return { ...stock, key: "store", revision: 4 };
      },
    });
    await show(<SettingsTab org={stock} />);
    const form = within(await screen.findByRole("region", { name: "Name and key" }));
    expect(disabled(form.getByRole("button", { name: "Save" }))).toBe(true);
    fireEvent.change(form.getByRole("textbox", { name: "Key" }), { target: { value: "store" } });
    const says = form.getByRole("status").textContent;
    expect(says).toContain("“acme/stock” no longer find it");
    expect(says).toContain("it is “acme/store”");
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent).toEqual([['"3"', { name: "Stock", key: "store" }]]));
    expect(screen.queryByRole("region", { name: "Signing in" })).toBeNull();
  });

  it("stand fixed for who may not change them", async () => {
    serve({ ...around, "GET /orgs/acme": { ...acme, can: [] } });
    await show(<SettingsTab org={{ ...stock, can: ["org:view"] }} />);
    expect(await screen.findByRole("textbox", { name: "Key" })).toHaveProperty("readOnly", true);
    expect(disabled(screen.getByRole("button", { name: "Save" }))).toBe(true);
    await waitFor(() => expect(disabled(screen.getByRole("button", { name: "Delete org" }))).toBe(true));
  });
});

describe("deleting an org", () => {
  const open = async () => {
    await show(<SettingsTab org={stock} />);
    const button = await screen.findByRole("button", { name: "Delete org" });
    await waitFor(() => expect(disabled(button)).toBe(false));
    await userEvent.click(button);
    return within(await screen.findByRole("dialog", { name: "Delete Stock?" }));
  };

  it("says what goes with it, and asks why and for its key", async () => {
    const asked = serve({
      ...around,
      "POST /orgs/stock/delete-preview": {
        items: [
          { kind: "chains", count: 1000, more: true },
          { kind: "runs", count: 1, more: false },
          { kind: "orgs", count: 2, more: false },
        ],
      },
      "DELETE /orgs/stock": new Response(null, { status: 204 }),
    });
    const dialog = await open();
    const goes = (await dialog.findAllByRole("listitem")).map((line) => line.textContent);
    expect(goes).toEqual(["more than 1,000 chains", "1 run that is not over", "2 orgs below it"]);
    const act = dialog.getByRole("button", { name: "Delete org" });
    fireEvent.change(dialog.getByLabelText(/Type “stock” to confirm/), { target: { value: "stock" } });
    expect(disabled(act)).toBe(true);
    fireEvent.change(dialog.getByLabelText(/Reason/), { target: { value: "closed for good" } });
    await userEvent.click(act);
    await waitFor(() =>
      expect(asked).toContain("DELETE /orgs/stock?subtree=true&reason=closed%20for%20good"),
    );
  });

  it("says what stands in the way, and cannot be done then", async () => {
    serve({
      ...around,
      "POST /orgs/stock/delete-preview": () => refusal(409, "org.root", "the root is not deleted"),
    });
    const dialog = await open();
    expect((await dialog.findByRole("alert")).textContent).toContain("org.root");
    fireEvent.change(dialog.getByLabelText(/Type “stock”/), { target: { value: "stock" } });
    fireEvent.change(dialog.getByLabelText(/Reason/), { target: { value: "closed" } });
    expect(disabled(dialog.getByRole("button", { name: "Delete org" }))).toBe(true);
  });
});

describe("the settings of a tenant", () => {
  it("stand with its topmost org, which is not deleted, and are saved against what was seen", async () => {
    let now = { second_factor_roles: ["owner"], idle_minutes: 0, session_hours: 8, revision: 2 };
    const sent: unknown[] = [];
    serve({
      ...around,
      "GET /orgs/acme/roles": {
        items: ["owner", "admin"].map((id) => ({ id, key: id, effect: "allow" })),
      },
      "GET /tenant/settings": () => now,
      "PUT /tenant/settings": async (_: URL, request: Request) => {
        const body = (await request.json()) as typeof now;
        sent.push([request.headers.get("If-Match"), body]);
        now = { ...body, revision: 3 };
        return now;
      },
    });
    await show(<SettingsTab org={acme} />);
    const form = within(await screen.findByRole("region", { name: "Signing in" }));
    expect(await form.findByRole("checkbox", { name: "Owner" })).toHaveProperty("checked", true);
    await userEvent.click(form.getByRole("checkbox", { name: "Administrator" }));
    fireEvent.change(form.getByLabelText(/Minutes without use/), { target: { value: "30" } });
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(form.queryByRole("button", { name: "Cancel" })).toBeNull());
    expect(sent).toEqual([
      ['"2"', { second_factor_roles: ["owner", "admin"], idle_minutes: 30, session_hours: 8 }],
    ]);
    expect(screen.getByText("The topmost org cannot be deleted.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Delete org" })).toBeNull();
  });

  it("say why they cannot be read", async () => {
    serve({ ...around, "GET /tenant/settings": () => refusal(503, "server.busy", "try again") });
    await show(<SettingsTab org={acme} />);
    expect(await screen.findByText(/server\.busy/)).toBeTruthy();
  });
});
