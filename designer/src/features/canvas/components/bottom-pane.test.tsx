import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { remember, remembered } from "@/shared/lib/storage";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { useEditor } from "../store";
import { showPane, useWorkspace } from "../workspace";
import { BottomPane } from "./bottom-pane";
import { useTrial } from "./trial/trial-store";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "build", kind: "work", name: "Build" },
    { id: "check", kind: "script", name: "Check" },
    { id: "pay", kind: "chain", name: "Pay" },
  ],
  edges: [],
};

function Pane() {
  const pane = useWorkspace((s) => s.pane);
  return pane ? <BottomPane pane={pane} /> : null;
}

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(300);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
  useEditor.getState().begin({ org: "o", key: "stock", document, revision: 1 });
  useTrial.getState().show(undefined);
  serve({});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  showPane(undefined);
});

const run = {
  id: "r",
  chain_key: "stock",
  state: "failed",
  ended_at: "2026-01-01T10:00:09Z",
  can: ["run:data"],
};
const steps = [
  {
    node: "check",
    state: "failed",
    attempt: 1,
    begun_at: "2026-01-01T10:00:04Z",
    ended_at: "2026-01-01T10:00:09Z",
    halves: [{ state: "failed" }],
  },
  {
    node: "build",
    state: "succeeded",
    attempt: 1,
    begun_at: "2026-01-01T10:00:00Z",
    ended_at: "2026-01-01T10:00:03Z",
    halves: [{ state: "succeeded" }],
  },
  { node: "later", state: "pending" },
];
/** Each step says its name. */
const logs = (url: URL) => ({
  items: [
    { n: 0, at: "2026-01-01T10:00:01Z", stream: "stdout", text: `${url.searchParams.get("node")} speaks` },
  ],
  end: 1,
  over: true,
});

const soon = () => act(() => new Promise<void>((done) => setTimeout(done, 50)));

describe("the pane below the canvas", () => {
  it("has the problems, the test and the history, one at a time, and can be closed", async () => {
    useEditor
      .getState()
      .setProblems([
        { code: "x", detail: "no engine", pointer: "/nodes/0", severity: "error", node: "build" },
      ]);
    showPane("problems");
    await show(<Pane />);
    expect(await screen.findByText("no engine")).toBeTruthy();
    await userEvent.click(screen.getByRole("tab", { name: "History" }));
    expect(await screen.findByText("Nothing was changed since you opened the draft.")).toBeTruthy();
    expect(screen.queryByText("no engine")).toBeNull();
    expect(remembered("canvas.pane", "")).toBe("history");
    await userEvent.click(screen.getByRole("tab", { name: "Test" }));
    expect(await screen.findByText(/^No test is shown/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("tab")).toBeNull();
  });

  it("is made higher and lower by keys, and stays so", async () => {
    showPane("history");
    await show(<Pane />);
    const bar = await screen.findByRole("separator", { name: "Height of the pane" });
    fireEvent.keyDown(bar, { key: "ArrowUp" });
    expect(bar.getAttribute("aria-valuenow")).toBe("264");
    expect(remembered("canvas.paneHeight", 0)).toBe(264);
    fireEvent.keyDown(bar, { key: "ArrowDown" });
    expect(remembered("canvas.paneHeight", 0)).toBe(240);
  });

  it("is never higher than the window has room for, whatever it was before", async () => {
    remember("canvas.paneHeight", 5000);
    showPane("history");
    await show(<Pane />);
    const bar = await screen.findByRole("separator", { name: "Height of the pane" });
    const most = Number(bar.getAttribute("aria-valuemax"));
    expect(bar.getAttribute("aria-valuenow")).toBe(String(most));
    fireEvent.keyDown(bar, { key: "ArrowDown" });
    expect(bar.getAttribute("aria-valuenow")).toBe(String(most - 24));
  });

  it("shows the steps of the test in the order in which they began, and what the chosen one says", async () => {
    serve({
      "GET /orgs/o/runs/r": run,
      "GET /orgs/o/runs/r/steps": { items: steps },
      "GET /orgs/o/runs/r/logs": logs,
    });
    useTrial.getState().show({ id: "r", org: "o", key: "stock" });
    showPane("test");
    await show(<Pane />);
    const list = await screen.findByRole("navigation", { name: "Steps of the test" });
    const rows = await within(list).findAllByRole("button");
    expect(rows.map((r) => r.textContent)).toEqual(["SucceededBuild3s", "FailedCheck5s"]);
    // The one that failed is looked at first.
    expect(await screen.findByText("check speaks")).toBeTruthy();
    fireEvent.click(rows[0] as HTMLElement);
    expect(await screen.findByText("build speaks")).toBeTruthy();
    expect(useEditor.getState().selection.nodes).toEqual(["build"]);
    // What is selected on the canvas is looked at, too.
    useEditor.getState().select({ nodes: ["check"], edges: [] });
    await waitFor(() => expect(screen.getByText("check speaks")).toBeTruthy());
  });

  it("waits for the test before it says what may not be seen, and keeps the log when it is not read again", async () => {
    let answer = (_: unknown) => {};
    let broken = false;
    const asked = serve({
      "GET /orgs/o/runs/r": () =>
        broken ? refusal(500, "internal", "no luck") : new Promise((done) => (answer = done)),
      "GET /orgs/o/runs/r/steps": { items: steps },
      "GET /orgs/o/runs/r/logs": logs,
    });
    useTrial.getState().show({ id: "r", org: "o", key: "stock" });
    showPane("test");
    await show(<Pane />);
    expect(await screen.findByRole("complementary", { name: "Test" })).toBeTruthy();
    await waitFor(() => expect(asked).toContain("GET /orgs/o/runs/r/steps"));
    await soon();
    expect(screen.queryByText(/may not be seen by you/)).toBeNull();
    answer(run);
    expect(await screen.findByText("check speaks")).toBeTruthy();
    broken = true;
    refocus();
    await waitFor(() => expect(asked.filter((a) => a === "GET /orgs/o/runs/r")).toHaveLength(2));
    await soon();
    expect(screen.getByText("check speaks")).toBeTruthy();
  });

  it("asks for no log of a step that runs a chain", async () => {
    const pay = { ...steps[1], node: "pay" };
    const asked = serve({
      "GET /orgs/o/runs/r": run,
      "GET /orgs/o/runs/r/steps": { items: [pay] },
      "GET /orgs/o/runs/r/logs": logs,
    });
    useTrial.getState().show({ id: "r", org: "o", key: "stock" });
    showPane("test");
    await show(<Pane />);
    expect(await screen.findByText("This step says nothing.")).toBeTruthy();
    expect(asked.filter((a) => a.includes("/logs"))).toEqual([]);
  });
});
