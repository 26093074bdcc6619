import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { QuickLinksCard } from "./quick-links-card";

afterEach(() => vi.unstubAllGlobals());

const org = (...can: string[]) => ({ id: "o1", name: "Stock", can }) as unknown as Shape<"OrgBody">;
const chain = (id: string, name: string, more: object = {}) =>
  ({
    id,
    org_id: "o1",
    key: id,
    name,
    version: 1,
    can: ["run:start"],
    ...more,
  }) as unknown as Shape<"ChainBody">;
const link = (id: string, name: string, at: string, ...can: string[]) => ({
  org_id: at,
  org_name: at,
  chain_id: id,
  chain_org_id: "o2",
  chain_org_name: "Picking",
  chain_key: id,
  chain_name: name,
  version: 3,
  can,
});

it("opens the start form of what was pinned, each chain once, and offers nothing else then", async () => {
  serve({
    "GET /me/stars": { items: [] },
    "GET /me/quick-links": {
      items: [link("leave", "Leave request", "o0"), link("leave", "Leave request", "o1")],
    },
  });
  await show(<QuickLinksCard org={org()} chains={[chain("c1", "Billing")]} />);
  const start = await screen.findByRole("link", { name: "Start Leave request" });
  expect(start.getAttribute("href")).toMatch(/^\/o\/o2\/chains\/leave\?start=/);
  expect(screen.getAllByRole("link")).toHaveLength(1);
  expect(screen.queryByRole("button")).toBeNull();
});

it("offers chains that may be started while nothing is pinned", async () => {
  serve({ "GET /me/stars": { items: [] }, "GET /me/quick-links": { items: [] } });
  const chains = [
    chain("c1", "Billing"),
    chain("c2", "Draft", { version: 0 }),
    chain("c3", "No", { can: [] }),
  ];
  await show(<QuickLinksCard org={org()} chains={chains} />);
  expect(await screen.findByRole("link", { name: "Start Billing" })).toBeTruthy();
  expect(screen.getAllByRole("link")).toHaveLength(1);
});

it("pins a chain that is searched for, and unpins one after asking", async () => {
  let items: unknown[] = [];
  const asked = serve({
    "GET /me/stars": { items: [] },
    "GET /me/quick-links": () => ({ items }),
    "GET /orgs/o1/quick-links": () => ({ items }),
    "GET /orgs/o1/chains": { items: [chain("c1", "Billing"), chain("c2", "Draft", { version: 0 })] },
    "PUT /orgs/o1/quick-links/c1": () => {
      items = [link("c1", "Billing", "o1", "org:edit")];
      return items[0];
    },
    "DELETE /orgs/o1/quick-links/c1": () => {
      items = [];
      return new Response(null, { status: 204 });
    },
  });
  await show(<QuickLinksCard org={org("org:edit")} chains={[chain("c2", "Draft", { version: 0 })]} />);
  await userEvent.click(await screen.findByRole("button", { name: "Pin a chain" }));
  await userEvent.type(await screen.findByRole("combobox", { name: /Chain/ }), "bill");
  await userEvent.click(await screen.findByRole("option", { name: "Billing (c1)", hidden: true }));
  await waitFor(() => expect(asked.some((a) => a.includes("deep=true") && a.includes("q=bill"))).toBe(true));
  expect(screen.queryByRole("option", { name: /Draft/, hidden: true })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Pin" }));
  await userEvent.click(await screen.findByRole("button", { name: "Unpin Billing" }));
  await userEvent.click(await screen.findByRole("button", { name: "Unpin" }));
  await waitFor(() => expect(asked).toContain("DELETE /orgs/o1/quick-links/c1"));
  expect(await screen.findByText("Stock has pinned no chain yet.")).toBeTruthy();
});

it("lets who edits an org unpin what they may not start themselves", async () => {
  serve({
    "GET /me/stars": { items: [] },
    "GET /me/quick-links": { items: [] },
    "GET /orgs/o1/quick-links": { items: [link("c1", "Billing", "o1", "org:edit")] },
    "GET /orgs/o1/chains": { items: [] },
  });
  await show(<QuickLinksCard org={org("org:edit")} chains={[chain("c1", "Billing", { can: [] })]} />);
  await userEvent.click(await screen.findByRole("button", { name: "Pin a chain" }));
  await userEvent.click(await screen.findByRole("button", { name: "Unpin Billing" }));
  expect(await screen.findByText("Unpin Billing?")).toBeTruthy();
});

it("has nothing to pin where there is no chain", async () => {
  const asked = serve({ "GET /me/stars": { items: [] }, "GET /me/quick-links": { items: [] } });
  await show(<QuickLinksCard org={org("org:edit")} chains={[]} />);
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(screen.queryByRole("button")).toBeNull();
});

it("fails alone", async () => {
  serve({
    "GET /me/stars": { items: [] },
    "GET /me/quick-links": () => refusal(503, "server.busy", "later, please"),
  });
  await show(<QuickLinksCard org={org()} chains={[]} />);
  expect(await screen.findByText(/later, please/)).toBeTruthy();
});
