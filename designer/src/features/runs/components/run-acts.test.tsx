import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { action } from "@/shared/test/actions";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { failing } from "../test-events";
import { routesOf, run } from "../test-run";
import { RunScreen } from "./run-screen";

const world = (events: typeof failing, more: Record<string, unknown> = {}) =>
  serve({ ...routesOf(events), ...more });

afterEach(() => {
  vi.unstubAllGlobals();
});

it("offers all that can be done with a run that failed, by the actions that its buttons have", async () => {
  const asked = world(failing, { "POST /orgs/o1/runs/r1/rerun": { ...run, id: "r2" } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await screen.findByRole("button", { name: "Run again" });
  await waitFor(() => expect(action("runs.rerunFrom")?.label).toBe("Run again from “Build and check”"));
  expect(
    ["rerun", "rerunLatest", "rerunFromLatest", "undo", "firstFailure"].map(
      (id) => action(`runs.${id}`)?.enabled,
    ),
  ).toEqual([true, true, true, true, true]);
  expect(action("runs.cancel") ?? action("runs.pause")).toBeUndefined();
  action("runs.rerunFrom")?.perform();
  await waitFor(() => expect(asked).toContain("POST /orgs/o1/runs/r1/rerun"));
});

it("opens from the palette the dialog that the button opens", async () => {
  world(failing);
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(action("runs.undo")).toBeTruthy());
  action("runs.undo")?.perform();
  expect(await screen.findByRole("dialog", { name: "Undo this run?" })).toBeTruthy();
});

it("shows graph, timeline and the run itself", async () => {
  world(failing);
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline&node=build");
  await screen.findByRole("region", { name: "Timeline" });
  expect(action("runs.view.timeline")?.enabled).toBe(false);
  action("runs.view.both")?.perform();
  expect(await screen.findByRole("region", { name: "Graph and timeline" })).toBeTruthy();
  action("runs.whole")?.perform();
  expect(await screen.findByRole("heading", { name: "The whole run" })).toBeTruthy();
  expect(action("runs.rerunFrom")).toMatchObject({ enabled: false, why: "choose a step first" });
});

it("offers of a run at work what holds and ends it", async () => {
  world(failing.slice(0, 3), { "GET /orgs/o1/runs/r1": { ...run, state: "running", seq: 3 } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(action("runs.pause")?.label).toBe("Pause the run"));
  expect(action("runs.cancel")?.enabled).toBe(true);
  expect(action("runs.undo") ?? action("runs.rerun")).toBeUndefined();
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  expect(await screen.findByRole("dialog", { name: "Pause this run?" })).toBeTruthy();
});

it("says why who may not do it cannot", async () => {
  world(failing, { "GET /orgs/o1/runs/r1": { ...run, can: ["run:view"] } });
  await show(<RunScreen org="o1" run="r1" />, "/?view=timeline");
  await waitFor(() => expect(action("runs.undo")).toBeTruthy());
  for (const id of ["runs.rerun", "runs.rerunFrom", "runs.undo"]) {
    expect(action(id)?.enabled).toBe(false);
    expect(action(id)?.why).toBeTruthy();
  }
});
