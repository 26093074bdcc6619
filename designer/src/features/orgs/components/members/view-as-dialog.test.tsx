import { screen, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ViewAsDialog } from "./view-as-dialog";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", name: "Stock", can: [] } as unknown as Org;
const member = { id: "m1", name: "Drafter" } as unknown as Shape<"MemberBody">;
const line = { role: { id: "designer" }, effect: "allow", path: [], hidden: false };
const path = "GET /orgs/o1/members/m1/permissions";

it("says what a member sees and may do, and leads to why", async () => {
  const asked = serve({
    [path]: {
      items: [
        { permission: "chain:view", allowed: true, lines: [line] },
        { permission: "chain:publish", allowed: false, lines: [] },
        { permission: "audit:view", allowed: false, lines: [] },
      ],
    },
  });
  await show(<ViewAsDialog org={org} member={member} close={() => {}} />);
  const rail = await screen.findByRole("region", { name: "Sees these places" }, { timeout: 5000 });
  expect(within(rail).getByText("Chains")).toBeTruthy();
  expect(within(rail).queryByText("Audit")).toBeNull();
  const chains = screen.getByRole("region", { name: "Chains" });
  expect(chains.textContent).toMatch(/May: .+May not: /);
  const why = within(chains).getAllByRole("link");
  expect(why).toHaveLength(2);
  expect(why[1]?.getAttribute("href")).toMatch(/tab=explain.*subject=m1.*permission=chain/);
  expect(screen.getByText("By these roles: Designer")).toBeTruthy();
  expect(asked.every((a) => a.startsWith("GET") && !a.includes("inbox"))).toBe(true);
});

it("says why it may not be looked at", async () => {
  serve({ [path]: () => refusal(403, "auth.forbidden", "not for you") });
  await show(<ViewAsDialog org={org} member={member} close={() => {}} />);
  expect(await screen.findByText(/not for you/)).toBeTruthy();
});
