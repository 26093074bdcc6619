import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { TodoCard } from "./todo-card";

afterEach(() => vi.unstubAllGlobals());

const failed = {
  id: "t1",
  org_id: "o2",
  source: "run",
  source_id: "r1",
  title: "Order 812",
  state: "waiting",
  created_at: "2026-05-31T10:31:00Z",
};
const runs = "GET /orgs/o1/runs?state=failed%2Cundo_failed&started_by=me&test=false&limit=50";

it("says why my run failed, leads to it, and takes it out of the list", async () => {
  let left = [failed];
  const asked = serve({
    "GET /me/inbox": () => ({ items: left }),
    "GET /me/inbox/counts": { waiting: 1 },
    "GET /orgs/o1/runs": {
      items: [{ id: "r1", failure: { code: "task.exit", message: "exit 7", node: "risk" } }],
    },
    "POST /me/inbox/t1/dismissal": () => {
      left = [];
      return new Response(null, { status: 204 });
    },
  });
  await show(<TodoCard org="o1" />);
  expect((await screen.findByRole("link", { name: "Order 812" })).getAttribute("href")).toBe("/o/o2/runs/r1");
  expect(await screen.findByText("risk: exit 7")).toBeTruthy();
  expect(asked.filter((a) => a.startsWith("GET /orgs"))).toEqual([runs]);
  await userEvent.click(screen.getByRole("button", { name: "Take Order 812 out of the list" }));
  expect(await screen.findByText("Nothing waits for you.")).toBeTruthy();
});

it("shows the run also where its failure may not be read", async () => {
  serve({
    "GET /me/inbox": { items: [failed] },
    "GET /me/inbox/counts": { waiting: 1 },
    "GET /orgs/o1/runs": () => refusal(403, "forbidden", "not for you"),
  });
  await show(<TodoCard org="o1" />);
  expect(await screen.findByRole("link", { name: "Order 812" })).toBeTruthy();
  await waitFor(() => expect(screen.queryByText("not for you")).toBeNull());
});
