import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { offered, registry } from "@/shared/actions/actions";
import { show } from "@/shared/test/render";
import { serve, streaming } from "@/shared/test/server";
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
  can: ["run:view", "run:cancel", "run:rerun"],
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

function world(events: typeof failing, more: Record<string, unknown> = {}) {
  const stream = streaming();
  for (const e of events) stream.send(e.seq, e.kind, e);
  stream.cut();
  return serve({
    "GET /orgs/o1/runs/r1": run,
    "GET /orgs/o1/runs/r1/events/stream": () => stream.response,
    "GET /orgs/o1/runs/r1/document": document,
    "GET /node-kinds": { items: [] },
    "GET /orgs/o1/runs/r1/artefacts": { items: [] },
    ...more,
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const all = () => offered(registry.getState().layers);
const act = (id: string) => all().find((a) => a.id === id);

it("offers all that can be done with a run that failed, by the actions that its buttons have", async () => {
  const asked = world(failing, { "POST /orgs/o1/runs/r1/rerun": { ...run, id: "r2" } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await screen.findByRole("button", { name: "Run again" });
  await waitFor(() => expect(act("runs.rerunFrom")?.label).toBe("Run again from “Build and check”"));
  expect(
    ["rerun", "rerunLatest", "rerunFromLatest", "undo", "firstFailure"].map(
      (id) => act(`runs.${id}`)?.enabled,
    ),
  ).toEqual([true, true, true, true, true]);
  expect(act("runs.cancel") ?? act("runs.pause")).toBeUndefined();
  act("runs.rerunFrom")?.perform();
  await waitFor(() => expect(asked).toContain("POST /orgs/o1/runs/r1/rerun"));
});

it("opens from the palette the dialog that the button opens", async () => {
  world(failing);
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(act("runs.undo")).toBeTruthy());
  act("runs.undo")?.perform();
  expect(await screen.findByRole("dialog", { name: "Undo this run?" })).toBeTruthy();
});

it("shows graph, timeline and the run itself", async () => {
  world(failing);
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await screen.findByRole("region", { name: "Timeline" });
  expect(act("runs.view.timeline")?.enabled).toBe(false);
  act("runs.view.both")?.perform();
  expect(await screen.findByRole("region", { name: "Graph and timeline" })).toBeTruthy();
  act("runs.whole")?.perform();
  expect(await screen.findByRole("heading", { name: "The whole run" })).toBeTruthy();
  expect(act("runs.rerunFrom")).toMatchObject({ enabled: false, why: "choose a step first" });
});

it("offers of a run at work what holds and ends it", async () => {
  world(failing.slice(0, 3), { "GET /orgs/o1/runs/r1": { ...run, state: "running", seq: 3 } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(act("runs.pause")?.label).toBe("Pause the run"));
  expect(act("runs.cancel")?.enabled).toBe(true);
  expect(act("runs.undo") ?? act("runs.rerun")).toBeUndefined();
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  expect(await screen.findByRole("dialog", { name: "Pause this run?" })).toBeTruthy();
});

it("says why who may not do it cannot", async () => {
  world(failing, { "GET /orgs/o1/runs/r1": { ...run, can: ["run:view"] } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(act("runs.undo")).toBeTruthy());
  for (const id of ["runs.rerun", "runs.rerunFrom", "runs.undo"]) {
    expect(act(id)?.enabled).toBe(false);
    expect(act(id)?.why).toBeTruthy();
  }
});
