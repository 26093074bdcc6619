import { Button } from "@mantine/core";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { Can } from "./can";

afterEach(() => vi.unstubAllGlobals());

const chain = { can: ["chain:view"], org_id: "stock" };
const publish = (
  <Can do="chain:publish" on={chain}>
    <Button>Publish</Button>
  </Can>
);
const lacking = (more: object) => ({
  "GET /orgs/stock/lacking": {
    allowed: false,
    permission: "chain:publish",
    org: { id: "stock", name: "Stock" },
    grantors: [{ name: "Olga" }, { name: "Anton" }],
    ...more,
  },
});

it("says by keyboard which permission is lacking, where, and who can grant it", async () => {
  const asked = serve(lacking({}));
  await show(publish);
  expect((screen.getByRole("button", { name: "Publish" }) as HTMLButtonElement).disabled).toBe(true);
  expect(asked).toEqual([]);
  await userEvent.tab();
  // Without a layout it is taken to be out of sight.
  const tip = await screen.findByRole("tooltip", { hidden: true });
  await vi.waitFor(() =>
    expect(tip.textContent).toBe(
      "You need the permission “Publish” in Stock. These people can grant it: Olga and Anton.",
    ),
  );
  expect(document.activeElement?.getAttribute("aria-describedby")).toBe(tip.id);
  await userEvent.tab();
  await userEvent.tab();
  expect(asked).toEqual(["GET /orgs/stock/lacking?permission=chain%3Apublish"]);
});

it("names nobody where the permission is there and something else is in the way", async () => {
  serve(lacking({ allowed: true, grantors: [] }));
  await show(publish);
  await userEvent.hover(screen.getByRole("button", { name: "Publish" }).parentElement as HTMLElement);
  expect((await screen.findByRole("tooltip", { hidden: true })).textContent).toBe(
    "You lack the permission “Publish” here.",
  );
});
