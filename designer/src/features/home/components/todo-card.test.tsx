import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { pendingDecisions } from "@/shared/todos/pending";
import { TodoCard } from "./todo-card";

afterEach(() => {
  pendingDecisions.getState().takeBack();
  vi.unstubAllGlobals();
});

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

const approval = {
  ...failed,
  id: "t2",
  source: "approval",
  source_id: "a1",
  title: "Purchase #5531",
  digest: "d1",
};

const form = { ...failed, id: "t3", source: "form", source_id: "f1", title: "Delivery address" };
const address = {
  id: "f1",
  org_id: "o2",
  run_id: "r1",
  title: "Delivery address",
  state: "waiting",
  may_fill: true,
  files: [],
  schema: { type: "object", properties: { city: { type: "string", title: "City" } } },
};

it("rejects in place, with a reason, which can be taken back", async () => {
  let body: unknown;
  const asked = serve({
    "GET /me/inbox": { items: [approval] },
    "GET /me/inbox/counts": { waiting: 1 },
    "POST /orgs/o2/approvals/a1/decisions": async (_: URL, request: Request) => {
      body = await request.json();
      return {};
    },
  });
  await show(<TodoCard org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Reject Purchase #5531" }));
  const send = screen.getByRole("button", { name: "Reject" });
  expect(send).toHaveProperty("disabled", true);
  await userEvent.type(screen.getByRole("textbox", { name: "Why not?" }), "too dear");
  await userEvent.click(send);
  expect(await screen.findByText(/Rejected: Purchase #5531/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Send now" }));
  await waitFor(() => expect(body).toEqual({ verdict: "reject", digest: "d1", reason: "too dear" }));
  expect(asked).toContain("POST /orgs/o2/approvals/a1/decisions");
});

it("gives the keyboard back, and the reason when the decision is taken back", async () => {
  serve({
    "GET /me/inbox": { items: [approval, failed] },
    "GET /me/inbox/counts": { waiting: 2 },
    "GET /orgs/o1/runs": { items: [] },
  });
  await show(<TodoCard org="o1" />);
  const no = await screen.findByRole("button", { name: "Reject Purchase #5531" });
  await userEvent.click(no);
  await userEvent.type(screen.getByRole("textbox", { name: "Why not?" }), "too dear{Escape}");
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(document.activeElement).toBe(no);
  await userEvent.click(no);
  await userEvent.click(screen.getByRole("button", { name: "Reject" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("link", { name: "Order 812" })));
  await userEvent.click(await screen.findByRole("button", { name: "Take back" }));
  await userEvent.click(screen.getByRole("button", { name: "Reject Purchase #5531" }));
  expect(screen.getByRole("textbox", { name: "Why not?" })).toHaveProperty("value", "too dear");
});

it("keeps what is written in one to-do when another is decided or opened", async () => {
  const other = { ...approval, id: "t4", source_id: "a2", title: "Purchase #5532" };
  serve({
    "GET /me/inbox": { items: [form, approval, other] },
    "GET /me/inbox/counts": { waiting: 3 },
    "GET /orgs/o2/forms/f1": address,
    "PUT /orgs/o2/forms/f1/draft": {},
    "POST /orgs/o2/approvals/a2/decisions": {},
  });
  await show(<TodoCard org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Fill in Delivery address" }));
  const city = await screen.findByRole("textbox", { name: "City" });
  await userEvent.type(city, "Ghent");
  await userEvent.click(screen.getByRole("button", { name: "Reject Purchase #5531" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Why not?" }), "too dear");
  // Its files may still be on their way.
  expect(document.body.contains(city)).toBe(true);
  expect(screen.queryByRole("textbox", { name: "City" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Approve Purchase #5532" }));
  expect(await screen.findByText(/Approved: Purchase #5532/)).toBeTruthy();
  expect(screen.getByRole("textbox", { name: "Why not?" })).toHaveProperty("value", "too dear");
  await userEvent.click(screen.getByRole("button", { name: "Fill in Delivery address" }));
  expect(screen.getByRole("textbox", { name: "City" })).toBe(city);
});

it("fills a form in where it stands", async () => {
  let items = [form];
  let body: unknown;
  serve({
    "GET /me/inbox": () => ({ items }),
    "GET /me/inbox/counts": { waiting: 1 },
    "GET /orgs/o2/forms/f1": address,
    "PUT /orgs/o2/forms/f1/draft": {},
    "POST /orgs/o2/forms/f1/answer": async (_: URL, request: Request) => {
      body = await request.json();
      items = [];
      return {};
    },
  });
  await show(<TodoCard org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Fill in Delivery address" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "City" }), "Ghent");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("Nothing waits for you.")).toBeTruthy();
  expect(body).toEqual({ data: { city: "Ghent" } });
});
