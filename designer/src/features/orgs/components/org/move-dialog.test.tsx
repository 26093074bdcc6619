import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { MoveDialog } from "./move-dialog";

const org = (id: string, name: string, more: Partial<Org> = {}): Org => ({
  id,
  key: id,
  name,
  path: [{ id, key: id, name }],
  has_children: false,
  revision: 1,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  can: ["org:move"],
  ...more,
});
const stock = org("stock", "Stock", { parent_id: "acme" });
const retail = org("retail", "Retail");
const nobody = { grants: [], shares: [], tokens: [] };

const tree = {
  "GET /orgs": { items: [org("acme", "Acme"), retail] },
  "GET /orgs/acme": org("acme", "Acme"),
  "GET /orgs/retail": retail,
  "GET /permissions": { items: [] },
};

afterEach(() => vi.unstubAllGlobals());

describe("moving an org", () => {
  it("shows who gains and who loses what before anything is moved", async () => {
    const asked = serve({
      ...tree,
      "POST /orgs/stock/move-preview": {
        total: 2,
        rights: [
          {
            subject: { id: "u1", name: "Drafter" },
            org: { id: "stock", key: "stock", name: "Stock" },
            gains: ["chain:edit"],
            loses: [],
          },
          {
            subject: { id: "u2", name: "Colleague" },
            org: { id: "stock", key: "stock", name: "Stock" },
            gains: [],
            loses: ["run:start", "run:view"],
          },
        ],
        stops: { ...nobody, tokens: ["t1"] },
        starts: nobody,
      },
      "POST /orgs/stock/move": stock,
    });
    const close = vi.fn();
    await show(<MoveDialog org={stock} close={close} />);
    const act = screen.getByRole("button", { name: "Move" }) as HTMLButtonElement;
    expect(act.disabled).toBe(true);
    await userEvent.click(await screen.findByRole("treeitem", { name: "Retail" }));
    const preview = await screen.findByRole("region", { name: "Who gains and who loses what" });
    expect(preview.textContent).toContain("Drafter in Stock");
    expect(preview.textContent).toContain("gains Chains: Edit drafts");
    expect(preview.textContent).toContain("loses Runs: Start and Runs: See runs");
    expect(screen.getByText("1 token stops working.")).toBeTruthy();
    expect(asked).not.toContain("POST /orgs/stock/move");
    await userEvent.click(act);
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    expect(asked).toContain("POST /orgs/stock/move");
  });

  it("says that nobody gains or loses anything", async () => {
    serve({
      ...tree,
      "POST /orgs/stock/move-preview": { total: 0, rights: [], stops: nobody, starts: nobody },
    });
    await show(<MoveDialog org={stock} onto={retail} close={() => {}} />);
    expect(await screen.findByText("Nobody gains or loses anything.")).toBeTruthy();
  });

  it("says why a place is refused, and does not let it be moved there", async () => {
    serve({
      ...tree,
      "POST /orgs/stock/move-preview": () => refusal(409, "org.cycle", "the new parent lies below it"),
    });
    await show(<MoveDialog org={stock} onto={retail} close={() => {}} />);
    expect((await screen.findByRole("alert")).textContent).toContain("the new parent lies below it");
    expect((screen.getByRole("button", { name: "Move" }) as HTMLButtonElement).disabled).toBe(true);
  });
});
