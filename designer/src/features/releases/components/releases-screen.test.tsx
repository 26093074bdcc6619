import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { ReleaseScreen } from "./release-page";
import { ReleasesScreen } from "./releases-page";

const at = "2026-05-01T10:00:00Z";
const can = ["release:view", "release:edit", "release:execute"];
const release = {
  id: "r1",
  org_id: "o1",
  name: "Stock 31",
  description: "The new stock engine",
  state: "executing",
  revision: 3,
  seal: "9f3c00aabbccddeeff",
  milestones: 1,
  created_at: at,
  created_by: { id: "u1", name: "Requester" },
  updated_at: at,
  edited_at: at,
  edited_by: "u1",
  can,
  plan: {
    phases: [
      { name: "Prepare", chain: { key: "prepare", version: 3 } },
      {
        name: "Canary",
        chain: { key: "canary", version: 1 },
        gates: [{ approval: { levels: [{ by: [{ role: "approver" }], quorum: 2 }] } }],
        rollback: { chain: { key: "canary-back", version: 2 } },
      },
    ],
  },
  progress: [
    {
      phase: 1,
      name: "Prepare",
      state: "succeeded",
      runs: [{ purpose: "steps", run_id: "run1" }],
      gates: [],
    },
    {
      phase: 2,
      name: "Canary",
      state: "waiting",
      runs: [],
      gates: [{ gate: 1, state: "waiting", subject_id: "a1" }],
    },
  ],
};
const stream = "GET /orgs/o1/releases/r1/milestones/stream";
const one = "GET /orgs/o1/releases/r1";
const review = {
  release: { ...release, plan: undefined },
  seal: "other",
  parts: [{ pointer: "/phases/0/chain/nodes/build/script", digest: "abc" }],
  differs: ["/phases/0/chain/nodes/build/script"],
  chains: [],
  authors: ["u1"],
};

afterEach(() => vi.unstubAllGlobals());

it("is empty with one thing to do, or says which right is missing", async () => {
  serve({ "GET /orgs/o1": { id: "o1", can: ["release:create"] }, "GET /orgs/o1/releases": { items: [] } });
  const shown = await show(<ReleasesScreen org="o1" />);
  expect(await screen.findByText(/Release a published version/)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "New release" }).length).toBe(2);
  shown.unmount();
  serve({ "GET /orgs/o1/releases": () => refusal(403, "auth.forbidden", "this needs release:view") });
  await show(<ReleasesScreen org="o1" />);
  expect(await screen.findByText("this needs release:view")).toBeTruthy();
});

it("shows the phases with gates and rollback plans, and the history as it is written", async () => {
  const live = streaming();
  serve({ [one]: release, [stream]: live.response });
  await show(<ReleaseScreen org="o1" id="r1" />);
  const phases = await screen.findByRole("region", { name: "Phases" });
  expect(within(phases).getByRole("heading", { name: "2 · Canary" })).toBeTruthy();
  expect(within(phases).getByText(/people agree: 2 people/)).toBeTruthy();
  expect(within(phases).getByRole("link", { name: "canary-back v2" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Next gate" }).getAttribute("href")).toContain("approval~o1~a1");
  live.send(1, "phase_succeeded", { seq: 1, at, kind: "phase_succeeded", phase: 1 });
  const record = screen.getByRole("list", { name: "Record" });
  expect(await within(record).findByText("Prepare: succeeded")).toBeTruthy();
});

it("names what a rollback does and asks why", async () => {
  let sent: unknown;
  const asked = serve({
    [one]: release,
    "POST /orgs/o1/releases/r1/phases/1/rollback": async (_: URL, request: Request) => {
      sent = await request.json();
      return release;
    },
  });
  await show(<ReleaseScreen org="o1" id="r1" />);
  await userEvent.click((await screen.findAllByRole("button", { name: "Roll back" }))[0] as HTMLElement);
  const dialog = await screen.findByRole("dialog", { name: "Roll back phase 1, Prepare?" });
  expect(within(dialog).getByText(/The undos of its steps run/)).toBeTruthy();
  expect(within(dialog).getByText(/The execution stops/)).toBeTruthy();
  const act = within(dialog).getByRole("button", { name: "Roll the phase back" });
  expect(act).toHaveProperty("disabled", true);
  fireEvent.change(within(dialog).getByRole("textbox", { name: /Why/ }), {
    target: { value: "wrong numbers" },
  });
  await userEvent.click(act);
  await vi.waitFor(() => expect(sent).toEqual({ reason: "wrong numbers" }));
  expect(asked).toContain("POST /orgs/o1/releases/r1/phases/1/rollback");
});

it("is rolled back from its header: the last phase that has done something", async () => {
  serve({ [one]: release });
  const shown = await show(<ReleaseScreen org="o1" id="r1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Roll back phase 1" }));
  expect(await screen.findByRole("dialog", { name: "Roll back phase 1, Prepare?" })).toBeTruthy();
  shown.unmount();
  serve({ [one]: { ...release, progress: [{ ...release.progress[0], state: "waiting" }] } });
  await show(<ReleaseScreen org="o1" id="r1" />);
  expect(await screen.findByRole("heading", { name: "1 · Prepare" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Roll back phase/ })).toBeNull();
});

it("takes back from its header the phase that was asked for, while the release goes on", async () => {
  const live = streaming();
  const [prepare, canary] = release.progress;
  let now: unknown = { ...release, progress: [{ ...prepare, state: "running" }, canary] };
  const asked = serve({
    [one]: () => now,
    [stream]: live.response,
    "POST /orgs/o1/releases/r1/phases/1/rollback": release,
  });
  await show(<ReleaseScreen org="o1" id="r1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Roll back phase 1" }));
  const dialog = await screen.findByRole("dialog", { name: "Roll back phase 1, Prepare?" });
  const why = within(dialog).getByRole("textbox", { name: /Why/ });
  fireEvent.change(why, { target: { value: "wrong numbers" } });
  now = { ...release, progress: [prepare, { ...canary, state: "running" }] };
  live.send(1, "phase_begun", { seq: 1, at, kind: "phase_begun", phase: 2 });
  expect(await screen.findByRole("button", { name: "Roll back phase 2", hidden: true })).toBeTruthy();
  // Nothing is left to be taken back: somebody else was faster.
  now = { ...release, state: "rolled_back", progress: [] };
  live.send(2, "finished", { seq: 2, at, kind: "finished", code: "rolled_back" });
  await vi.waitFor(() =>
    expect(screen.queryByRole("button", { name: /^Roll back phase/, hidden: true })).toBeNull(),
  );
  expect(screen.getByRole("dialog", { name: "Roll back phase 1, Prepare?" })).toBeTruthy();
  expect(why).toHaveProperty("value", "wrong numbers");
  await userEvent.click(within(dialog).getByRole("button", { name: "Roll the phase back" }));
  await vi.waitFor(() => expect(asked).toContain("POST /orgs/o1/releases/r1/phases/1/rollback"));
});

it("names what differs from the seal, in the review and when the server refuses to execute", async () => {
  serve({
    [one]: { ...release, state: "approved", progress: undefined },
    "GET /orgs/o1/releases/r1/review": review,
    "POST /orgs/o1/releases/r1/execute": () =>
      Response.json(
        {
          status: 409,
          code: "release.seal_broken",
          detail: "what would run is not what was approved",
          errors: [{ pointer: "/phases/0/chain", detail: "it differs" }],
        },
        { status: 409 },
      ),
  });
  await show(<ReleaseScreen org="o1" id="r1" />);
  const alert = await screen.findByRole("alert");
  expect(within(alert).getByText("/phases/0/chain/nodes/build/script")).toBeTruthy();
  expect(within(alert).getByText(/Prepare › Steps › build › script/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Execute" }));
  const dialog = await screen.findByRole("dialog", { name: "Execute Stock 31?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Execute" }));
  expect(await within(dialog).findByText("what would run is not what was approved")).toBeTruthy();
  expect(within(dialog).getByText("/phases/0/chain")).toBeTruthy();
});

it("shows what stays if a step fails in a rehearsal", async () => {
  serve({
    [one]: {
      ...release,
      state: "in_review",
      progress: undefined,
      seal: "s2",
      can: [...can, "run:start"],
      rehearsal: { id: "h1", state: "uncovered", began_at: at, seal: "s1", by: "u1" },
    },
    "GET /orgs/o1/chains/prepare/versions/3/document": { nodes: [{ id: "a", name: "Book" }], edges: [] },
    "GET /orgs/o1/releases/r1/rehearsals/h1": {
      id: "h1",
      state: "uncovered",
      began_at: at,
      seal: "s1",
      by: "u1",
      report: {
        phases: [
          {
            name: "Prepare",
            whole: { run_id: "t1", state: "succeeded" },
            steps: [
              { node: "a", trial: { run_id: "t2" }, reached: true, covered: true },
              { node: "b", trial: { run_id: "t3" }, reached: true, covered: false, left: ["a"] },
              { node: "c", trial: {}, reached: false, covered: true },
              { node: "d", trial: { run_id: "t4" }, reached: true, covered: true, nothing: true },
            ],
          },
        ],
      },
    },
  });
  await show(<ReleaseScreen org="o1" id="r1" />, "/?tab=rehearsal");
  const steps = await screen.findByRole("table", { name: /Prepare/ });
  expect(await within(steps).findByRole("link", { name: "Book" })).toBeTruthy();
  expect(within(steps).getByText(/is taken back/)).toBeTruthy();
  expect(within(steps).getByText(/stays: Book/)).toBeTruthy();
  expect(within(steps).getByText("nothing to take back")).toBeTruthy();
  expect(screen.getAllByText(/found what no rollback takes back/).length).toBeGreaterThan(0);
  expect(within(steps).getAllByText("the run does not come to it").length).toBeGreaterThan(0);
  expect(screen.getByText(/something other than what is sealed now/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Rehearse" })).toBeTruthy();
});

it("tells in the record how it ended and why, and no ids", async () => {
  const live = streaming();
  serve({ [one]: release, [stream]: live.response });
  await show(<ReleaseScreen org="o1" id="r1" />, "/?tab=record");
  const record = await screen.findByRole("list", { name: "Record" });
  live.send(1, "commented", { seq: 1, at, kind: "commented", note: "01J0", by_name: "Approver" });
  live.send(2, "phase_failed", { seq: 2, at, kind: "phase_failed", phase: 2, code: "x", note: "no stock" });
  live.send(3, "finished", { seq: 3, at, kind: "finished", code: "failed", note: "no stock" });
  expect(await within(record).findByText("Failed")).toBeTruthy();
  expect(within(record).getAllByText("no stock")).toHaveLength(1);
  expect(record.textContent).not.toContain("01J0");
});

it("draws up a release of a published version", async () => {
  let sent: unknown;
  serve({
    "GET /orgs/o1": { id: "o1", can: ["release:create"] },
    "GET /orgs/o1/releases": { items: [] },
    "GET /orgs/o1/roles": { items: [] },
    "GET /orgs/o1/chains": { items: [{ key: "pay", name: "Pay", version: 2 }] },
    "GET /orgs/o1/chains/pay/versions": { items: [{ version: 2 }] },
    "GET /orgs/o1/chains/pay/versions/2/document": { nodes: [], edges: [] },
    "POST /orgs/o1/releases": async (_: URL, request: Request) => {
      sent = await request.json();
      return refusal(422, "release.plan", "not yet");
    },
  });
  await show(<ReleasesScreen org="o1" />, "/?new=1");
  const dialog = await screen.findByRole("dialog", { name: "New release" });
  fireEvent.change(within(dialog).getAllByRole("textbox", { name: /^Name/ })[0] as HTMLElement, {
    target: { value: "Stock 32" },
  });
  await userEvent.click(within(dialog).getByRole("combobox", { name: /^Chain/ }));
  await userEvent.click(await screen.findByText("Pay (pay)"));
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  expect(await within(dialog).findByText("not yet")).toBeTruthy();
  expect(sent).toMatchObject({ name: "Stock 32", phases: [{ name: "Release", chain: { key: "pay" } }] });
});

it("keeps a plan that is edited while somebody else saves theirs, and does not overwrite it", async () => {
  const live = streaming();
  let now = { ...release, state: "draft", progress: undefined };
  let match: string | null = "";
  const asked = serve({
    [one]: () => now,
    [stream]: live.response,
    "GET /orgs/o1/releases/r1/review": review,
    "GET /orgs/o1/roles": { items: [] },
    "GET /orgs/o1/chains": { items: [] },
    "PUT /orgs/o1/releases/r1": (_: URL, request: Request) => {
      match = request.headers.get("If-Match");
      return refusal(412, "release.stale", "the release was changed meanwhile");
    },
  });
  await show(<ReleaseScreen org="o1" id="r1" />);
  await userEvent.click(await screen.findByRole("button", { name: "More" }));
  // Without sizes, as in jsdom, a menu may be taken for one whose button is scrolled away.
  await userEvent.click(await screen.findByRole("menuitem", { name: /Edit/, hidden: true }));
  const dialog = await screen.findByRole("dialog");
  const about = within(dialog).getByRole("textbox", { name: "What for" });
  fireEvent.change(about, { target: { value: "Mine" } });
  now = { ...now, revision: 4, name: "Theirs" };
  live.send(1, "edited", { seq: 1, at, kind: "edited" });
  expect(await screen.findByRole("heading", { level: 1, name: "Theirs", hidden: true })).toBeTruthy();
  expect(about).toHaveProperty("value", "Mine");
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await within(dialog).findByText("the release was changed meanwhile")).toBeTruthy();
  expect(match).toBe('"3"');
  expect(about).toHaveProperty("value", "Mine");
  expect(asked).toContain("PUT /orgs/o1/releases/r1");
});

it("keeps what is written of a release while a comment is on its way", async () => {
  let answer = (_: unknown) => {};
  serve({
    [one]: release,
    [stream]: streaming().response,
    "GET /orgs/o1/releases/r1/comments": { items: [] },
    "POST /orgs/o1/releases/r1/comments": () =>
      new Promise((done) => {
        answer = done;
      }),
  });
  await show(<ReleaseScreen org="o1" id="r1" />, "/?tab=comments");
  const box = await screen.findByRole("textbox", { name: "Say something" });
  fireEvent.change(box, { target: { value: "First" } });
  await userEvent.click(screen.getByRole("button", { name: "Comment" }));
  fireEvent.change(box, { target: { value: "First, and second" } });
  answer({ id: "k1" });
  await vi.waitFor(() =>
    expect(screen.getByRole("button", { name: "Comment" })).not.toHaveProperty("disabled", true),
  );
  expect(box).toHaveProperty("value", "First, and second");
});
