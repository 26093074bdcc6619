import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Org } from "@/shared/kit/org-tree";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { MembersTab } from "./members-tab";

afterEach(() => vi.unstubAllGlobals());

const org = { id: "o1", key: "stock", name: "Stock", path: [], can: ["member:view"] } as unknown as Org;
const ada = {
  id: "m1",
  name: "Ada",
  email: "ada@example.org",
  state: "active",
  second_factor: false,
  can: [],
};

it("finds members by what is typed, and says when there are none", async () => {
  const asked = serve({
    "GET /orgs/o1/members": (url: URL) => ({ items: url.searchParams.get("q") ? [] : [ada] }),
  });
  await show(<MembersTab org={org} />);
  expect(await screen.findByText("ada@example.org")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox", { name: "Search members by name or email" }), "wang");
  expect(await screen.findByText("Nobody here has “wang” in their name or email address.")).toBeTruthy();
  expect(asked).toContain("GET /orgs/o1/members?limit=100&q=wang");
  await userEvent.click(screen.getByRole("button", { name: "Clear the search" }));
  await waitFor(() => expect(screen.getByText("ada@example.org")).toBeTruthy());
});
