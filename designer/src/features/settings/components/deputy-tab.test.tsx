import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { DeputyTab } from "./deputy-tab";

afterEach(() => vi.unstubAllGlobals());

it("offers the members of the org and of those above it by name, and asks for one by address", async () => {
  const sent: unknown[] = [];
  const path = [
    { id: "top", name: "Group" },
    { id: "o1", name: "Sales" },
  ];
  serve({
    "GET /me": { subject_id: "u1", tops: [{ id: "o1" }] },
    "GET /orgs/o1": { id: "o1", name: "Sales", path, can: [] },
    "GET /orgs/top/members": { items: [{ id: "u2", name: "Second", email: "two@example.org" }] },
    "GET /orgs/o1/members": { items: [{ id: "u3", name: "Third", email: "third@example.org" }] },
    "GET /me/delegations": { items: [] },
    "POST /me/delegations": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return {};
    },
  });
  await show(<DeputyTab />);
  await userEvent.click(await screen.findByRole("combobox", { name: /^Who/ }));
  expect(await screen.findByRole("option", { name: "Third · third@example.org", hidden: true })).toBeTruthy();
  await userEvent.type(screen.getByRole("combobox", { name: /^Who/ }), "secon");
  expect(screen.queryByRole("option", { name: /^Third/, hidden: true })).toBeNull();
  await userEvent.click(await screen.findByRole("option", { name: /^Second/, hidden: true }));
  await userEvent.type(screen.getByLabelText(/^Until/), "2030-02-03");
  await userEvent.click(screen.getByRole("button", { name: "Name the deputy" }));
  await waitFor(() => expect(sent).toMatchObject([{ to: "two@example.org" }]));
});
