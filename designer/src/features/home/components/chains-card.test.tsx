import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Shape } from "@/shared/api/client";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { ChainsCard } from "./chains-card";

afterEach(() => vi.unstubAllGlobals());

const org = (...can: string[]) => ({ id: "o1", name: "Stock", can }) as unknown as Shape<"OrgBody">;
const chain = (id: string, name: string, more: object = {}) =>
  ({ id, org_id: "o1", key: id, name, version: 1, can: [], ...more }) as unknown as Shape<"ChainBody">;
const listed = (...items: Shape<"ChainBody">[]) => ({
  data: { items },
  isPending: false,
  error: null,
  refetch: () => {},
});

const billing = chain("c1", "Billing");
const seldom = chain("c9", "Seldom", {
  last_runs: [{ id: "r1", org_id: "o1", state: "failed", title: "", created_at: "2026-01-01T00:00:00Z" }],
});

it("shows what has a star first, with its last runs, also if it is not among the newest", async () => {
  serve({ "GET /me/stars": { items: [seldom] } });
  await show(<ChainsCard org={org()} chains={listed(billing)} />);
  const rows = await screen.findAllByRole("listitem");
  expect(rows.map((row) => within(row).getAllByRole("link")[0]?.textContent)).toEqual(["Seldom", "Billing"]);
  expect(within(rows[0] as HTMLElement).getAllByRole("link")).toHaveLength(2);
  expect(screen.queryByRole("link", { name: "New chain" })).toBeNull();
});

it("keeps and takes away stars at the server", async () => {
  let items: unknown[] = [];
  const asked = serve({
    "GET /me/stars": () => ({ items }),
    "PUT /me/stars/c1": () => {
      items = [billing];
      return new Response(null, { status: 204 });
    },
    "DELETE /me/stars/c1": () => {
      items = [];
      return new Response(null, { status: 204 });
    },
  });
  await show(<ChainsCard org={org("chain:edit")} chains={listed(billing)} />);
  const star = await screen.findByRole("button", { name: /Billing/, pressed: false });
  await userEvent.click(star);
  await waitFor(() => expect(asked).toContain("PUT /me/stars/c1"));
  await userEvent.click(await screen.findByRole("button", { name: /Billing/, pressed: true }));
  await waitFor(() => expect(asked).toContain("DELETE /me/stars/c1"));
  expect(await screen.findByRole("button", { name: /Billing/, pressed: false })).toBeTruthy();
  expect(screen.getByRole("link", { name: "New chain" })).toBeTruthy();
});
