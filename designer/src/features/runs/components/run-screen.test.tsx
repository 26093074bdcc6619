import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { listen } from "@/shared/actions/hotkeys";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { failing, journalOf } from "../test-events";
import { document, routesOf, run } from "../test-run";
import { RunScreen } from "./run-screen";

const world = (more: Record<string, unknown> = {}) => serve({ ...routesOf(failing), ...more });

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

it("says what a queued run waits for, and its place", async () => {
  const queued = { ...run, state: "queued", held: true, seq: 0 };
  const world = (queue: object) =>
    serve({
      "GET /orgs/o1/runs/r1": { ...queued, queue },
      "GET /orgs/o1/runs/r1/events/stream": () => streaming().response,
      "GET /orgs/o1/runs/r1/document": document,
      "GET /node-kinds": { items: [] },
      "GET /orgs/o1/runs/r1/artefacts": { items: [] },
    });
  world({ for: "hold", position: 3 });
  const first = await show(<RunScreen org="o1" run="r1" />);
  await screen.findByText(/starts of its chain are held.*Place in the queue: 3/);
  const link = screen.getByRole("link", { name: "See the hold" });
  expect(link.getAttribute("href")).toBe("/o/o1/chains/pay?tab=triggers");
  first.unmount();

  const of = { concurrency: 4, running: 4, position: 2 };
  world({ for: "limit", position: 2, limits: [{ of: "org", id: "o0", ...of }] });
  const second = await show(<RunScreen org="o1" run="r1" />);
  await screen.findByText(/fewer runs are at work. An org above has 4 of 4 at work. Place in the queue: 2/);
  second.unmount();

  world({ for: "worker", position: 10_001 });
  await show(<RunScreen org="o1" run="r1" />);
  await screen.findByText(/for a server to take it up. More than 10,000 are before it/);
});

it("leads from a pipeline's half to its execution on the engine", async () => {
  const stream = streaming();
  const halves = [{ half: "pipeline" }, { half: "task" }];
  const events = journalOf([
    [0, "start", { roots: ["build"] }],
    [1, "intent", { node: "build", attempt: 1, halves }],
    [1, "link", { node: "build", attempt: 1, half: "pipeline", link: "https://ci.example/builds/7" }],
  ]);
  for (const e of events) stream.send(e.seq, e.kind, e);
  stream.cut();
  world({
    "GET /orgs/o1/runs/r1": { ...run, state: "running", seq: 3 },
    "GET /orgs/o1/runs/r1/events/stream": () => stream.response,
  });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  const link = await within(await detail()).findByRole("link", { name: "Open on the engine" });
  expect(link.getAttribute("href")).toBe("https://ci.example/builds/7");
});

it("names the runs and steps that wait for a run, and leads back to them", async () => {
  world({
    "GET /orgs/o1/runs/r1": {
      ...run,
      parent_id: "r0",
      parent_org: "o0",
      parent_step: { node: "risk", scope: "each:2", attempt: 1 },
    },
    "GET /orgs/o0/runs/r0": { ...run, id: "r0", org_id: "o0", title: "Purchase 812" },
    "GET /orgs/o0/runs/r0/document": { ...document, nodes: [{ id: "risk", name: "Risk", kind: "chain" }] },
  });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  const above = await screen.findByRole("navigation", { name: "Runs that wait for this one" });
  expect((await within(above).findByRole("link", { name: "Purchase 812" })).getAttribute("href")).toBe(
    "/o/o0/runs/r0?node=",
  );
  const step = await within(above).findByRole("link", { name: "Risk" });
  expect(step.getAttribute("href")).toBe("/o/o0/runs/r0?node=risk&item=each%3A2");
  expect(within(above).getByText("Order 5531").getAttribute("aria-current")).toBe("page");
});

it("shows the runs that a step began, with the step they failed at", async () => {
  const child = {
    ...run,
    id: "r2",
    org_id: "o2",
    title: "Check 5531",
    parent_id: "r1",
    failure: { code: "task.exit", message: "7", node: "score" },
  };
  world({
    "GET /orgs/o1/runs/r1/document": {
      ...document,
      nodes: [{ id: "build", name: "Build and check", kind: "chain", chain: { key: "check" } }],
    },
    "GET /orgs/o1/runs": {
      items: [
        { ...child, parent_step: { node: "build", attempt: 2 } },
        { ...child, id: "r3", title: "Of another step", parent_step: { node: "other", attempt: 1 } },
      ],
    },
    "GET /orgs/o2/runs/r2/document": {
      ...document,
      nodes: [{ id: "score", name: "Score the risk", kind: "script" }],
    },
  });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  const aside = await detail();
  const link = await within(aside).findByRole("link", { name: "Check 5531" });
  expect(link.getAttribute("href")).toBe("/o/o2/runs/r2");
  expect(await within(aside).findByText("failed at Score the risk")).toBeTruthy();
  expect(within(aside).queryByText("Of another step")).toBeNull();
});

it("says that a run is kept no longer, and since when", async () => {
  const gone = { days: 90, begun_at: "2026-01-01T10:00:00Z", kept_until: "2026-04-01T10:00:00Z" };
  serve({
    "GET /orgs/o1/runs/r1": () =>
      Response.json(
        { code: "run.unknown", status: 404, title: "Not Found", data: gone },
        { status: 404, headers: { "Content-Type": "application/problem+json" } },
      ),
  });
  await show(<RunScreen org="o1" run="r1" />);
  expect(await screen.findByRole("heading", { name: "Nothing of this run is kept any more" })).toBeTruthy();
  expect(screen.getByText(/kept for 90 days .* Apr 1, 2026/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "All runs" })).toBeTruthy();
});
