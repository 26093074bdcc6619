import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { HeldChains } from "./held-chains";

afterEach(() => vi.unstubAllGlobals());

const hold = {
  state: "held",
  waiting: 12,
  most: 1000,
  org_id: "o2",
  org_name: "Retail",
  chain_key: "pay",
  chain_name: "Pay",
  held_at: "2026-05-31T10:31:00Z",
  held_by: { id: "u1", name: "Li Lei" },
  can: [],
};

it("lists held chains page by page, each with the way to where it is released", async () => {
  serve({
    "GET /orgs/o1": { id: "o1", can: [] },
    "GET /orgs/o1/holds": (url: URL) =>
      url.searchParams.get("cursor")
        ? { items: [{ ...hold, chain_key: "move", chain_name: "Move", state: "releasing", waiting: 1000 }] }
        : { items: [hold], next: "c2" },
  });
  await show(<HeldChains org="o1" />);
  const link = await screen.findByRole("link", { name: "Pay" });
  expect(link.getAttribute("href")).toBe("/o/o2/chains/pay?tab=triggers");
  expect(screen.getByText("Retail")).toBeTruthy();
  expect(screen.getByText("12")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(await screen.findByRole("link", { name: "Move" })).toBeTruthy();
  expect(screen.getByText("Being released")).toBeTruthy();
  expect(screen.getByText("1,000+")).toBeTruthy();
});

it("says what a hold is for where there is none", async () => {
  serve({ "GET /orgs/o1": { id: "o1", can: [] }, "GET /orgs/o1/holds": { items: [] } });
  await show(<HeldChains org="o1" />);
  expect(await screen.findByText(/nobody who starts it is refused/)).toBeTruthy();
});
