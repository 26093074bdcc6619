import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { listen } from "@/shared/actions/hotkeys";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { failing } from "../test-events";
import { RunScreen } from "./run-screen";

const run = {
  id: "r1",
  org_id: "o1",
  chain_id: "c1",
  chain_key: "pay",
  version: 3,
  state: "failed",
  title: "Order 5531",
  trigger: "api",
  test: false,
  started_by: { id: "u1", name: "Drafter" },
  seq: failing.length,
  created_at: "2026-05-31T10:31:00Z",
  started_at: "2026-05-31T10:31:00Z",
  ended_at: "2026-05-31T10:31:15Z",
  can: ["run:view", "run:data", "run:cancel", "run:rerun"],
};
const document = {
  format: "catenary/v1",
  kind: "Chain",
  key: "pay",
  name: "Pay",
  nodes: [
    { id: "order", name: "Read the order", kind: "script" },
    { id: "build", name: "Build and check", kind: "work", task: { script: "check", environment: "shell" } },
  ],
  edges: [{ from: "order", to: "build" }],
};
const said = ["\u001b[32mok\u001b[0m begun", "amount is missing", "amount is undefined", "giving up"].map(
  (text, n) => ({
    n,
    at: "2026-05-31T10:31:14.000Z",
    stream: n === 2 ? "stderr" : "stdout",
    text,
  }),
);

function world(more: Record<string, unknown> = {}) {
  const stream = streaming();
  for (const e of failing) stream.send(e.seq, e.kind, e);
  stream.cut();
  return serve({
    "GET /orgs/o1/runs/r1": run,
    "GET /orgs/o1/runs/r1/events/stream": () => stream.response,
    "GET /orgs/o1/runs/r1/document": document,
    "GET /node-kinds": { items: [] },
    "GET /orgs/o1/runs/r1/artefacts": { items: [] },
    "GET /orgs/o1/runs/r1/steps/build": { node: "build", state: "failed", input: { amount: null } },
    "GET /orgs/o1/runs/r1/logs": (url: URL) => ({
      items: said.slice(Number(url.searchParams.get("from"))),
      end: said.length,
      over: true,
      attempt: Number(url.searchParams.get("attempt")),
    }),
    ...more,
  });
}

let silence: () => void;
beforeEach(() => {
  // What is virtual is drawn only where there is room for it.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
  silence = listen();
});
afterEach(() => {
  silence();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const detail = () => screen.findByRole("complementary", { name: "What is selected" });

it("opens a failed run on its first failure, with the line that says why", async () => {
  const asked = world();
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  const aside = await detail();
  expect(await within(aside).findByRole("heading", { name: "Build and check" })).toBeTruthy();
  const failure = within(aside).getByRole("note", { name: "Failure" });
  expect(failure.textContent).toContain("task.exit at line 3");
  expect(failure.textContent).toContain("it ended with exit code 8");
  expect(within(aside).getByText("Attempt 2 of 2")).toBeTruthy();
  expect(await within(failure).findByRole("button", { name: "amount is undefined" })).toBeTruthy();
  const log = await screen.findByRole("log");
  expect(await within(log).findByText("giving up")).toBeTruthy();
  expect(asked.find((a) => a.includes("/logs?"))).toContain("node=build&attempt=2");
  const row = screen.getByRole("option", { name: /Build and check/ });
  expect(row.getAttribute("aria-selected")).toBe("true");
});

it("shows earlier attempts, by button and by key", async () => {
  world();
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await within(await detail()).findByText("Attempt 2 of 2");
  await userEvent.keyboard("[[");
  const aside = await detail();
  expect(await within(aside).findByText("Attempt 1 of 2")).toBeTruthy();
  expect(within(aside).getByText("it ended with exit code 7")).toBeTruthy();
  await userEvent.click(within(aside).getByRole("button", { name: "Next attempt" }));
  expect(await within(aside).findByText("it ended with exit code 8")).toBeTruthy();
});

it("shows graph and timeline, one of them or both, by button and by key", async () => {
  world();
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  expect(await screen.findByRole("region", { name: "Timeline" })).toBeTruthy();
  await userEvent.keyboard("t");
  const both = await screen.findByRole("region", { name: "Graph and timeline" });
  expect(await within(both).findByRole("option", { name: /Build and check/ })).toBeTruthy();
  expect(await within(both).findByLabelText("The chain as it runs")).toBeTruthy();
  await userEvent.keyboard("t");
  expect(await screen.findByRole("region", { name: "Graph" })).toBeTruthy();
});

it("finds a node by its name and selects it", async () => {
  world();
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await within(await detail()).findByRole("heading", { name: "Build and check" });
  await userEvent.keyboard("{Control>}f{/Control}");
  await userEvent.type(await screen.findByRole("combobox", { name: /Go to a node/ }), "order{Enter}");
  expect(await within(await detail()).findByRole("heading", { name: "Read the order" })).toBeTruthy();
});

it("finds text and expressions in the log, and shows one stream of it", async () => {
  world();
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  const log = await screen.findByRole("log");
  const field = screen.getByRole("textbox", { name: "Search in the log" });
  await userEvent.type(field, "AMOUNT");
  expect(await screen.findByText("1 of 2")).toBeTruthy();
  await userEvent.type(field, "{Enter}");
  expect(await screen.findByText("2 of 2")).toBeTruthy();
  await userEvent.clear(field);
  await userEvent.type(field, "/undef|begun/");
  expect(await screen.findByText("1 of 2")).toBeTruthy();
  expect((await within(log).findByText("undef")).tagName).toBe("MARK");
  await userEvent.clear(field);
  await userEvent.type(field, "/(/");
  expect(await screen.findByText("This is not a regular expression")).toBeTruthy();
  await userEvent.clear(field);
  await userEvent.click(screen.getByRole("radio", { name: "stderr" }));
  expect(await within(log).findByText("amount is undefined")).toBeTruthy();
  expect(within(log).queryByText("giving up")).toBeNull();
});

it("says what an undo will and will not do before it asks for it", async () => {
  const asked = world({ "POST /orgs/o1/runs/r1/undo": { ...run, state: "undoing" } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  const dialog = await screen.findByRole("dialog", { name: "Undo this run?" });
  expect(dialog.textContent).toContain("No step of this run has an undo.");
  await userEvent.type(within(dialog).getByRole("textbox", { name: "Why" }), "a trial");
  await userEvent.click(within(dialog).getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(asked).toContain("POST /orgs/o1/runs/r1/undo"));
});

it("does not tell a run that is not there from one that may not be seen", async () => {
  serve({ "GET /orgs/o1/runs/r1": () => refusal(404, "run.unknown", "no such run") });
  await show(<RunScreen org="o1" run="r1" />);
  expect(await screen.findByText("This is not here, or you may not see it.")).toBeTruthy();
});

it("keeps data from those who may only see that there is a run", async () => {
  world({ "GET /orgs/o1/runs/r1": { ...run, can: ["run:view"] } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  expect(await screen.findByText("To read logs you need the right to the data of runs.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Undo" })).toHaveProperty("disabled", true);
});

it("stays as it is, with what is typed in it, when the run cannot be read again", async () => {
  const answers = [run];
  const asked = world({
    "GET /orgs/o1/runs/r1": () => answers.shift() ?? refusal(502, "unreachable", "no"),
  });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await userEvent.type(await screen.findByRole("textbox", { name: "Search in the log" }), "amount");
  await waitFor(() => expect(asked.filter((a) => a === "GET /orgs/o1/runs/r1").length).toBeGreaterThan(1));
  expect(await screen.findByText("1 of 2")).toBeTruthy();
  expect(screen.queryByText("unreachable")).toBeNull();
});

it("shows the chain as the run has it, and of a test run not the draft of today", async () => {
  const asked = world({ "GET /orgs/o1/runs/r1": { ...run, version: 0, test: true } });
  await show(<RunScreen org="o1" run="r1" />);
  await screen.findAllByText("Build and check");
  expect(asked).toContain("GET /orgs/o1/runs/r1/document");
  expect(asked.filter((a) => a.includes("/draft"))).toEqual([]);
});

it("says whether a limit or the hold of its chain keeps a run back", async () => {
  const queued = { ...run, state: "queued", held: true, seq: 0 };
  const world = (held_by: string) =>
    serve({
      "GET /orgs/o1/runs/r1": { ...queued, held_by },
      "GET /orgs/o1/runs/r1/events/stream": () => streaming().response,
      "GET /orgs/o1/runs/r1/document": document,
      "GET /node-kinds": { items: [] },
      "GET /orgs/o1/runs/r1/artefacts": { items: [] },
    });
  world("hold");
  const { unmount } = await show(<RunScreen org="o1" run="r1" />);
  await screen.findByText(/starts of its chain are held/);
  const link = screen.getByRole("link", { name: "See the hold" });
  expect(link.getAttribute("href")).toBe("/o/o1/chains/pay?tab=triggers");
  expect(screen.queryByText(/fewer others/)).toBeNull();
  unmount();

  world("limit");
  await show(<RunScreen org="o1" run="r1" />);
  await screen.findByText(/fewer others are at work/);
  expect(screen.queryByRole("link", { name: "See the hold" })).toBeNull();
});
