import { useLocation } from "@tanstack/react-router";
import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { SearchDialog } from "./search-dialog";

afterEach(() => vi.unstubAllGlobals());

const can = ["chain:view", "run:view", "switch:view"];
const world = {
  "GET /orgs/o1": { id: "o1", name: "Stock", path: [], can },
  "GET /orgs": { items: [] },
  "GET /orgs/o1/chains": { items: [] },
  "GET /orgs/o1/runs": { items: [{ id: "r1", org_id: "o1", title: "Order 5531", chain_key: "ship" }] },
  "GET /orgs/o1/scripts": { items: [{ id: "s1", key: "order", name: "Read an order" }] },
  "GET /orgs/o1/switches": { items: [{ id: "w1", key: "order-mode", name: "Order mode" }] },
};

function Where() {
  return <p>{useLocation().href}</p>;
}

it("finds runs, scripts and switches by name, of the places that one may go to, and goes there", async () => {
  const asked = serve(world);
  await show(
    <>
      <SearchDialog org="o1" close={() => {}} />
      <Where />
    </>,
  );
  const field = await screen.findByRole("combobox");
  expect(screen.queryByRole("option", { name: /Order mode/ })).toBeNull();
  fireEvent.change(field, { target: { value: "order" } });
  const runs = await screen.findByRole("group", { name: "Runs" });
  expect(within(runs).getByRole("option", { name: /Order 5531/ })).toBeTruthy();
  expect(await screen.findByRole("option", { name: /Read an order/ })).toBeTruthy();
  const found = await screen.findByRole("option", { name: /Order mode/ });
  expect(asked.some((a) => a.includes("/environments") || a.includes("/releases"))).toBe(false);
  await userEvent.click(found);
  expect(await screen.findByText("/o/o1/switches?switch=order-mode")).toBeTruthy();
});
