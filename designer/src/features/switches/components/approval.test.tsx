import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { SwitchesScreen } from "./switches-page";

afterEach(() => vi.unstubAllGlobals());

const can = ["switch:view", "switch:set", "limits:write"];
const approval = { levels: [{ by: [{ role: "approver", org: "owner" }], quorum: 1 }] };
const open = {
  id: "s1",
  org_id: "o1",
  key: "open",
  name: "Shop open",
  type: "boolean",
  value: false,
  revision: 4,
  shared: false,
  changed_at: "2026-05-31T10:31:00Z",
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Ada" },
  can,
};
const request = {
  id: "r1",
  state: "waiting",
  revision: 4,
  from: false,
  to: true,
  rule: false,
  reason: "season",
  by: { id: "u1", name: "Ada" },
  approval_id: "a1",
  digest: "sha256:1",
  created_at: "2026-05-31T10:31:00Z",
};

function world(one: object, requests: object[] = []) {
  return {
    "GET /orgs/o1": { id: "o1", key: "stock", name: "Stock", path: [], can },
    "GET /orgs/o1/roles": { items: [] },
    "GET /orgs/o1/switches": { items: [one] },
    "GET /orgs/o1/switches/open": one,
    "GET /orgs/o1/switches/open/history": { items: [] },
    "GET /orgs/o1/switches/open/requests": { items: requests },
    "GET /orgs/o1/switches/open/followers": { items: [] },
    "GET /orgs/o1/switches/open/stream": () => new Response(null, { status: 204 }),
  };
}

it("asks for a change that needs an approval, and says where it is decided", async () => {
  serve({
    ...world({ ...open, approval }, [request]),
    "PUT /orgs/o1/switches/open/value": () =>
      new Response(JSON.stringify({ ...open, approval, request }), {
        status: 202,
        headers: { "Content-Type": "application/json" },
      }),
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=open");
  const act = await screen.findByRole("button", { name: "Ask for approval" });
  await userEvent.click(screen.getByText("On"));
  fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "season" } });
  await userEvent.click(act);
  expect(await screen.findByText(/People are asked to approve it/)).toBeTruthy();
  expect(await screen.findByText("Waiting")).toBeTruthy();
  const links = screen.getAllByRole("link", { name: "Open" });
  expect(links[0]?.getAttribute("href")).toBe("/inbox/approval~o1~a1");
});

it("sets who approves, and asks those who do before it changes that", async () => {
  const sent: unknown[] = [];
  serve({
    ...world({ ...open, approval }),
    "PUT /orgs/o1/switches/open/approval": async (_: URL, r: Request) => {
      sent.push(await r.json());
      return { ...open, approval, request: { ...request, rule: true } };
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=open");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Changes need an approval" }));
  const act = screen.getAllByRole("button", { name: "Ask for approval" }).at(-1) as HTMLElement;
  expect(act).toHaveProperty("disabled", true); // no reason
  fireEvent.change(screen.getAllByRole("textbox", { name: "Reason" }).at(-1) as HTMLElement, {
    target: { value: "over" },
  });
  await userEvent.click(act);
  await vi.waitFor(() => expect(sent).toEqual([{ reason: "over" }]));
  expect(await screen.findByText(/People are asked to approve it/)).toBeTruthy();
});

it("gives a rule that nobody can meet any more others to approve", async () => {
  const sent: unknown[] = [];
  const gone = { levels: [{ by: [{ member: "u9" }], quorum: 1 }] };
  const stranded = { ...open, approval: gone, problem: "approval.nobody_can" };
  serve({
    ...world(stranded),
    "PUT /orgs/o1/switches/open/approval": async (_: URL, r: Request) => {
      sent.push(await r.json());
      return { ...stranded, request: { ...request, rule: true } };
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=open");
  expect(await screen.findByText(/Too few are left who can approve this/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Name other approvers" }));
  fireEvent.change(screen.getAllByRole("textbox", { name: "Reason" }).at(-1) as HTMLElement, {
    target: { value: "they have left" },
  });
  await userEvent.click(screen.getAllByRole("button", { name: "Ask for approval" }).at(-1) as HTMLElement);
  const by = [{ role: "approver", org: "owner" }];
  await vi.waitFor(() =>
    expect(sent).toEqual([{ approval: { levels: [{ by, quorum: 1 }] }, reason: "they have left" }]),
  );
});

it("lets nobody change who approves without the right", async () => {
  serve(world({ ...open, approval, can: ["switch:view", "switch:set"] }));
  await show(<SwitchesScreen org="o1" />, "/?switch=open");
  expect(await screen.findByRole("checkbox", { name: "Changes need an approval" })).toHaveProperty(
    "disabled",
    true,
  );
});

it("does not write over who somebody else has approve meanwhile", async () => {
  let now: object = { ...open, approval };
  let match: string | null = "";
  const asked = serve({
    ...world({ ...open, approval }),
    "GET /orgs/o1/switches/open": () => now,
    "PUT /orgs/o1/switches/open/approval": (_: URL, r: Request) => {
      match = r.headers.get("If-Match");
      return refusal(412, "switch.stale", "the switch was changed meanwhile");
    },
  });
  await show(<SwitchesScreen org="o1" />, "/?switch=open");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Changes need an approval" }));
  const reason = screen.getAllByRole("textbox", { name: "Reason" }).at(-1) as HTMLElement;
  fireEvent.change(reason, { target: { value: "over" } });
  now = { ...open, approval, revision: 5 };
  refocus();
  await vi.waitFor(() => expect(asked.filter((a) => a.endsWith("/switches/open"))).toHaveLength(2));
  await userEvent.click(screen.getAllByRole("button", { name: "Ask for approval" }).at(-1) as HTMLElement);
  expect(await screen.findByText("the switch was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"4"');
  expect(reason).toHaveProperty("value", "over");
});
