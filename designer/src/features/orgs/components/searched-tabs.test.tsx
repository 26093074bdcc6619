import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { AccountsTab } from "./accounts/accounts-tab";
import { GroupsTab } from "./groups/groups-tab";
import { RolesTab } from "./roles/roles-tab";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", path: [], can: ["member:write"] } as unknown as Org;
const at = "2026-01-01T00:00:00Z";
const packers = { id: "g1", name: "Packers", key: "packers", updated_at: at, can: [] };
const ci = { id: "a1", name: "CI", key: "ci", state: "active", updated_at: at, can: [] };

it.each([
  ["groups", GroupsTab, packers, "Search groups by name or key", "No group here has “wang”"],
  [
    "accounts",
    AccountsTab,
    ci,
    "Search service accounts by name or key",
    "No service account here has “wang”",
  ],
] as const)(
  "finds %s by what is typed, and says when there are none",
  async (path, Tab, one, label, none) => {
    const asked = serve({
      [`GET /orgs/o1/${path}`]: (url: URL) => ({ items: url.searchParams.get("q") ? [] : [one] }),
    });
    await show(<Tab org={org} />);
    expect(await screen.findByText(one.name)).toBeTruthy();
    await userEvent.type(screen.getByRole("searchbox", { name: label }), "wang");
    expect(await screen.findByText(new RegExp(none))).toBeTruthy();
    expect(asked).toContain(`GET /orgs/o1/${path}?limit=100&q=wang`);
    await userEvent.click(screen.getByRole("button", { name: "Clear the search" }));
    expect(await screen.findByText(one.name)).toBeTruthy();
  },
);

it("finds roles by what is typed, those of the system by the name that is read", async () => {
  const role = (id: string, name: string, system: boolean) => ({
    id,
    key: id,
    name,
    system,
    permissions: [],
  });
  const all = [role("admin", "Admin", true), role("viewer", "Viewer", true), role("r1", "Auditing", false)];
  const asked = serve({
    "GET /orgs/o1/roles": (url: URL) => {
      const q = url.searchParams.get("q");
      return { items: q ? all.filter((r) => r.name.toLowerCase().includes(q)) : all };
    },
  });
  await show(<RolesTab org={org} />);
  expect(await screen.findByText("Viewer")).toBeTruthy();
  const field = screen.getByRole("searchbox", { name: "Search roles by name or key" });
  await userEvent.type(field, "administr");
  await vi.waitFor(() => expect(screen.queryByText("Viewer")).toBeNull());
  expect(await screen.findByText("Administrator")).toBeTruthy();
  expect(asked).toContain("GET /orgs/o1/roles?limit=100&q=administr");
  await userEvent.type(field, "zz");
  expect(await screen.findByText("No role has “administrzz” in its name or key.")).toBeTruthy();
});
