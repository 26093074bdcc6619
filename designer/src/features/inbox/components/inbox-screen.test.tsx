import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { pendingDecisions } from "@/shared/todos/pending";
import { InboxScreen } from "./inbox-screen";

const at = "2026-05-01T10:00:00Z";
const todo = (id: string, title: string, more: object = {}) => ({
  id: `t-${id}`,
  org_id: "o1",
  org_name: "Backend",
  source: "approval",
  source_id: id,
  title,
  digest: `d-${id}`,
  state: "waiting",
  created_at: at,
  ...more,
});
const approval = {
  id: "a1",
  org_id: "o1",
  subject: { kind: "step", id: "s" },
  title: "Purchase 5531",
  digest: "d-a1",
  state: "waiting",
  level: 0,
  levels: [
    { by: [], quorum: 2, name: "Finance" },
    { by: [], quorum: 1 },
  ],
  requester: "u2",
  details: { amount: 48000 },
  authors: ["u2"],
  asked: ["u1", "u3"],
  decisions: [],
  may_decide: true,
  names: { u2: "Requester", u3: "Approver" },
  can: ["run:view", "approval:decide"],
  created_at: at,
};
const page = {
  "GET /me": { subject_id: "u1", name: "Me", kind: "user", tops: [{ id: "o1" }], must_enrol: false },
  "GET /me/inbox/counts": { waiting: 2, delegated: 0, most: 100 },
  "GET /me/inbox": (url: URL) =>
    url.searchParams.get("box") === "waiting"
      ? { items: [todo("a1", "Purchase 5531"), todo("a2", "Travel")] }
      : { items: [] },
  "GET /orgs/o1/approvals/a1": approval,
  "GET /orgs/o1/approvals/a1/acts": {
    items: [{ id: "x1", kind: "opened", level: 0, by: { id: "u2", name: "Requester" }, at }],
  },
};

beforeEach(() => pendingDecisions.setState({ pending: undefined, sending: [], refused: [] }));
afterEach(() => vi.unstubAllGlobals());

it("shows what is to be decided, how far it is and who is asked, and approves with the digest seen", async () => {
  serve(page);
  await show(<InboxScreen item="approval~o1~a1" />);
  const detail = await screen.findByRole("region", { name: "The to-do" });
  expect(await within(detail).findByRole("heading", { name: "Purchase 5531" })).toBeTruthy();
  expect(within(detail).getByText("48000")).toBeTruthy();
  expect(within(detail).getByText(/0 of 2 approved/)).toBeTruthy();
  expect(within(detail).getByText(/you and Approver/)).toBeTruthy();
  expect(await within(detail).findByText(/Requester asked for it/)).toBeTruthy();
  await userEvent.click(within(detail).getByRole("button", { name: "Approve" }));
  expect(pendingDecisions.getState().pending).toMatchObject({
    verdict: "approve",
    all: [{ org: "o1", approval: "a1", digest: "d-a1" }],
  });
  pendingDecisions.getState().takeBack();
});

it("lets who manages roles name somebody in the place of those who are gone, and nobody else", async () => {
  let sent: unknown;
  const stranded = { ...approval, may_decide: false, asked: [], problem: "approval.nobody_can" };
  const routes = {
    ...page,
    "GET /orgs/o1/members": { items: [] },
    "POST /orgs/o1/approvals/a1/transfers": async (_: URL, request: Request) => {
      sent = await request.json();
      return approval;
    },
  };
  serve({ ...routes, "GET /orgs/o1/approvals/a1": stranded });
  const first = await show(<InboxScreen item="approval~o1~a1" />);
  expect(await screen.findByText(/too few people can decide this/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Name somebody in their place…" })).toBeNull();
  first.unmount();
  serve({ ...routes, "GET /orgs/o1/approvals/a1": { ...stranded, can: [...stranded.can, "role:write"] } });
  await show(<InboxScreen item="approval~o1~a1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Name somebody in their place…" }));
  const dialog = await screen.findByRole("dialog", { name: "Name somebody in their place" });
  fireEvent.change(within(dialog).getByRole("combobox", { name: /^To whom/ }), {
    target: { value: "b@example.org" },
  });
  await userEvent.click(within(dialog).getByRole("button", { name: "Name somebody in their place" }));
  await vi.waitFor(() => expect(sent).toEqual({ to: "b@example.org" }));
});

it("asks why before an approval is withdrawn, and withdraws it for that reason", async () => {
  const sent: unknown[] = [];
  serve({
    ...page,
    "GET /orgs/o1/approvals/a1": { ...approval, requester: "u1", may_decide: false },
    "POST /orgs/o1/approvals/a1/withdrawal": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return { ...approval, state: "withdrawn" };
    },
  });
  await show(<InboxScreen item="approval~o1~a1" />);
  const bar = await screen.findByRole("region", { name: "The to-do" });
  await userEvent.click(await within(bar).findByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Withdraw…" }));
  const dialog = await screen.findByRole("dialog", { name: "Withdraw “Purchase 5531”?" });
  const act = within(dialog).getByRole("button", { name: "Withdraw" });
  expect(act).toHaveProperty("disabled", true);
  fireEvent.change(within(dialog).getByRole("textbox", { name: /^Why|^Reason/ }), {
    target: { value: "not needed" },
  });
  expect(sent).toEqual([]);
  await userEvent.click(act);
  await vi.waitFor(() => expect(sent).toEqual([{ reason: "not needed" }]));
});

it("shows in words who is to approve a switch from now on, and who does so far", async () => {
  const other = {
    levels: [
      { name: "Stock", by: [{ role: "keeper", org: "parent" }, { group: "ops" }], quorum: 2, due: "24h" },
      { by: [{ member: "u3" }, { role: "admin" }], at_end: "reject" },
    ],
  };
  serve({
    ...page,
    "GET /orgs/o1/roles": { items: [{ id: "r1", key: "keeper", name: "Keepers" }] },
    "GET /orgs/o1/approvals/a1": {
      ...approval,
      title: "Open",
      subject: { kind: "switch", id: "s1" },
      details: {
        key: "open",
        revision: 4,
        from: true,
        to: true,
        approval_was: { levels: [{ by: [{ role: "approver", org: "owner" }], quorum: 1 }] },
        approval: other,
      },
    },
  });
  await show(<InboxScreen item="approval~o1~a1" />);
  const now = await screen.findByRole("list", { name: "Now" });
  const then = screen.getByRole("list", { name: "Then" });
  const lines = (of: HTMLElement) =>
    within(of)
      .getAllByRole("listitem")
      .map((l) => l.textContent);
  expect(lines(now)).toEqual(["Approvers · 1 of them has to agree"]);
  await vi.waitFor(() =>
    expect(lines(then)).toEqual([
      "Stock · Keepers of the org above and the group ops · 2 of them have to agree · within 24h",
      "Approver and Admins · 1 of them has to agree · rejected if nobody decides in time",
    ]),
  );
});

it("shows of a release what it does and what is new in it, and at which gate it waits", async () => {
  serve({
    ...page,
    "GET /orgs/o1/approvals/a1": {
      ...approval,
      title: "Stock 31: Canary",
      subject: { kind: "release_gate", id: "r1/2/0" },
      can: ["release:view", "release:approve"],
      digest: "sha256:9f3c00aabbccddeeff",
    },
    "GET /orgs/o1/releases/r1/review": {
      release: {
        description: "The new stock engine",
        plan: {
          phases: [
            { name: "Prepare", chain: { key: "prepare", version: 3 } },
            {
              name: "Canary",
              chain: { key: "canary", version: 1 },
              gates: [{ approval: { levels: [] } }],
              rollback: { chain: { key: "canary-back" } },
            },
          ],
        },
      },
      differs: ["/phases/0/input"],
      parts: [{}, {}],
      chains: [
        {
          pointer: "/phases/0/chain",
          last_released: 2,
          changes: [{ subject: "node" }, { subject: "layout" }],
        },
        { pointer: "/phases/1/chain", changes: [] },
      ],
    },
  });
  await show(<InboxScreen item="approval~o1~a1" />);
  const brief = await screen.findByRole("region", { name: "What the release does" });
  expect(await within(brief).findByText(/1 difference from v2/)).toBeTruthy();
  expect(within(brief).getByText(/never released before/)).toBeTruthy();
  expect(within(brief).getByText(/1 gate · taken back by the chain canary-back/)).toBeTruthy();
  expect(within(brief).getByText("waits at this gate").closest("li")?.textContent).toContain("2 · Canary");
  expect(within(brief).getByText("9f3c00aabbcc")).toBeTruthy();
  expect(within(brief).getByRole("alert").textContent).toContain("/phases/0/input");
  expect(within(brief).getByRole("link", { name: "Review all 2 sealed parts" }).getAttribute("href")).toBe(
    "/o/o1/releases/r1?tab=review",
  );
});

it("asks why before it rejects", async () => {
  serve(page);
  await show(<InboxScreen item="approval~o1~a1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Reject" }));
  const act = screen.getByRole("button", { name: "Reject" });
  expect(act).toHaveProperty("disabled", true);
  fireEvent.change(screen.getByRole("textbox", { name: /Why is it rejected/ }), {
    target: { value: "too dear" },
  });
  await userEvent.click(act);
  expect(pendingDecisions.getState().pending).toMatchObject({
    verdict: "reject",
    all: [{ reason: "too dear" }],
  });
  pendingDecisions.getState().takeBack();
});

it("says why the requester does not decide, and lets them remind", async () => {
  const mine = { ...approval, requester: "u1", authors: ["u1"], asked: ["u3"], may_decide: false };
  const asked = serve({
    ...page,
    "GET /orgs/o1/approvals/a1": mine,
    "POST /orgs/o1/approvals/a1/reminders": mine,
  });
  await show(<InboxScreen item="approval~o1~a1" />);
  expect(await screen.findByText(/Others decide it/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Remind" }));
  expect(await screen.findByText("They were reminded.")).toBeTruthy();
  expect(asked).toContain("POST /orgs/o1/approvals/a1/reminders");
});

it("says who decided meanwhile", async () => {
  const over = {
    ...approval,
    state: "approved",
    may_decide: false,
    settled_at: at,
    decisions: [{ by: "u3", level: 1, verdict: "approve", digest: "d-a1", at }],
  };
  serve({ ...page, "GET /orgs/o1/approvals/a1": over });
  await show(<InboxScreen item="approval~o1~a1" />);
  const told = await screen.findByText("Approved");
  expect(within(told.closest("[role=status]") as HTMLElement).getByText(/Approver/)).toBeTruthy();
});

it("approves several at once where the server gave what is decided", async () => {
  serve(page);
  await show(<InboxScreen item="" />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Choose Purchase 5531" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose Travel" }));
  await userEvent.click(screen.getByRole("button", { name: "Approve 2" }));
  expect(pendingDecisions.getState().pending?.all.map((d) => d.approval)).toEqual(["a1", "a2"]);
  pendingDecisions.getState().takeBack();
});

it("shows what was done last when nothing waits", async () => {
  serve({
    ...page,
    "GET /me/inbox": (url: URL) =>
      url.searchParams.get("box") === "done"
        ? { items: [todo("a9", "Old one", { state: "done", done_at: at })] }
        : { items: [] },
  });
  await show(<InboxScreen item="" />);
  expect(await screen.findByText("Nothing waits for you.")).toBeTruthy();
  expect(await screen.findByRole("link", { name: /Old one/ })).toBeTruthy();
});

it("says which right is missing, and tries again what failed", async () => {
  let broken = true;
  serve({
    ...page,
    "GET /me/inbox": () => (broken ? refusal(500, "internal", "the store is away") : { items: [] }),
    "GET /orgs/o1/approvals/a1": () => refusal(403, "auth.forbidden", "this needs run:view"),
  });
  await show(<InboxScreen item="approval~o1~a1" />);
  expect(await screen.findByText("this needs run:view")).toBeTruthy();
  expect(await screen.findByText("the store is away")).toBeTruthy();
  broken = false;
  for (const button of screen.getAllByRole("button", { name: "Try again" })) await userEvent.click(button);
  expect(await screen.findByText("Nothing waits for you.")).toBeTruthy();
});

it("keeps what is typed into a form, and shows at its field what is refused", async () => {
  const form = {
    id: "f1",
    org_id: "o1",
    run_id: "r1",
    title: "Delivery address",
    schema: { type: "object", properties: { city: { type: "string", title: "City" } } },
    state: "waiting",
    may_fill: true,
    created_at: at,
  };
  const asked = serve({
    ...page,
    "GET /orgs/o1/forms/f1": form,
    "PUT /orgs/o1/forms/f1/draft": { ...form, draft: { city: "Ghent" }, draft_at: at },
    "POST /orgs/o1/forms/f1/answer": () =>
      Response.json(
        {
          status: 422,
          code: "form.data",
          detail: "not what the form asks for",
          errors: [{ pointer: "/data/city", detail: "no such city" }],
        },
        { status: 422 },
      ),
  });
  await show(<InboxScreen item="form~o1~f1" />);
  fireEvent.change(await screen.findByRole("textbox", { name: /City/ }), { target: { value: "Ghent" } });
  expect(await screen.findByText(/Draft kept/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("no such city")).toBeTruthy();
  expect(asked).toContain("PUT /orgs/o1/forms/f1/draft");
});

/** Goes from one to-do to another and back, as people do. */
function Between({ items }: { items: string[] }) {
  const [at, go] = useState(0);
  return (
    <>
      <button type="button" onClick={() => go((n) => (n + 1) % items.length)}>
        Another
      </button>
      <InboxScreen item={items[at] ?? ""} />
    </>
  );
}

const city = {
  id: "f1",
  org_id: "o1",
  run_id: "r1",
  title: "Delivery address",
  schema: { type: "object", properties: { city: { type: "string", title: "City" } } },
  state: "waiting",
  may_fill: true,
  created_at: at,
};

it("shows what was typed into a form when one comes back to it from another to-do", async () => {
  const drafts: unknown[] = [];
  let sent: unknown;
  serve({
    ...page,
    "GET /orgs/o1/forms/f1": () => ({ ...city, draft: drafts.at(-1) }),
    "PUT /orgs/o1/forms/f1/draft": async (_: URL, request: Request) => {
      drafts.push(((await request.json()) as { data: unknown }).data);
      return { ...city, draft: drafts.at(-1), draft_at: at };
    },
    "POST /orgs/o1/forms/f1/answer": async (_: URL, request: Request) => {
      sent = await request.json();
      return { ...city, state: "answered", may_fill: false };
    },
  });
  await show(<Between items={["form~o1~f1", "approval~o1~a1"]} />);
  fireEvent.change(await screen.findByRole("textbox", { name: /City/ }), { target: { value: "Ghent" } });
  const another = screen.getByRole("button", { name: "Another" });
  await userEvent.click(another);
  await vi.waitFor(() => expect(drafts).toEqual([{ city: "Ghent" }]));
  await userEvent.click(another);
  expect(await screen.findByRole("textbox", { name: /City/ })).toHaveProperty("value", "Ghent");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await vi.waitFor(() => expect(sent).toEqual({ data: { city: "Ghent" } }));
});

it("keeps what was typed into a form that could not be sent, also when one leaves it", async () => {
  const drafts: unknown[] = [];
  serve({
    ...page,
    "GET /orgs/o1/forms/f1": () => ({ ...city, draft: drafts.at(-1) }),
    "PUT /orgs/o1/forms/f1/draft": async (_: URL, request: Request) => {
      drafts.push(((await request.json()) as { data: unknown }).data);
      return { ...city, draft: drafts.at(-1), draft_at: at };
    },
    "POST /orgs/o1/forms/f1/answer": () => refusal(503, "unavailable", "the server is busy"),
  });
  await show(<Between items={["form~o1~f1", "approval~o1~a1"]} />);
  fireEvent.change(await screen.findByRole("textbox", { name: /City/ }), { target: { value: "Ghent" } });
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  await userEvent.click(screen.getByRole("button", { name: "Another" }));
  await vi.waitFor(() => expect(drafts).toEqual([{ city: "Ghent" }]));
});

it("says that a to-do of another system is done, with a reason", async () => {
  let sent: unknown;
  const other = todo("order-1", "Check order 1", { source: "x:erp", link: "https://erp.example.org/1" });
  serve({
    ...page,
    "GET /me/inbox": { items: [other] },
    "POST /me/inbox/t-order-1/completion": async (_: URL, request: Request) => {
      sent = await request.json();
      return { ...other, state: "done" };
    },
  });
  await show(<InboxScreen item="x:erp~o1~order-1" />);
  const detail = await screen.findByRole("region", { name: "The to-do" });
  fireEvent.change(await within(detail).findByRole("textbox", { name: /What the other system is told/ }), {
    target: { value: "on its way" },
  });
  await userEvent.click(within(detail).getByRole("button", { name: "It is done" }));
  await vi.waitFor(() => expect(sent).toEqual({ reason: "on its way" }));
});
