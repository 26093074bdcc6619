import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { RunsScreen } from "./runs-screen";

afterEach(() => vi.unstubAllGlobals());

const run = (id: string, more: object = {}) => ({
  id,
  org_id: "o1",
  chain_id: "c1",
  chain_key: "pay",
  version: 3,
  state: "running",
  title: `Order ${id}`,
  trigger: "api",
  test: false,
  started_by: { id: "u1", name: "Drafter" },
  seq: 4,
  created_at: "2026-05-31T10:31:00Z",
  started_at: "2026-05-31T10:31:00Z",
  can: ["run:view", "run:cancel", "run:rerun"],
  ...more,
});
const failed = run("01A", {
  state: "failed",
  ended_at: "2026-05-31T10:33:03Z",
  failure: { code: "task.exit", message: "it ended with exit code 7", node: "risk" },
});

it("says what belongs here while there is no run", async () => {
  serve({ "GET /orgs/o1/runs": { items: [] }, "GET /orgs/o1/runs/stream": () => streaming().response });
  await show(<RunsScreen org="o1" />);
  expect(await screen.findByText(/No run yet/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Run a chain" })).toBeTruthy();
});

it("shows what failed, and tries again", async () => {
  let broken = true;
  serve({
    "GET /orgs/o1/runs": () => (broken ? refusal(500, "internal", "the store is away") : { items: [failed] }),
    "GET /orgs/o1/runs/stream": () => streaming().response,
  });
  await show(<RunsScreen org="o1" />);
  expect(await screen.findByText("the store is away")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  const row = await screen.findByRole("row", { name: /Order 01A/ });
  expect(within(row).getByText("Failed")).toBeTruthy();
  expect(row.textContent).toContain("it ended with exit code 7");
  expect(row.textContent).toContain("2m 3s");
});

it("says that more did not come, and gets it when asked again", async () => {
  let away = true;
  const next = () => (away ? refusal(503, "store.away", "the store is away") : { items: [run("00Z")] });
  serve({
    "GET /orgs/o1/runs": (at: URL) =>
      at.searchParams.has("cursor") ? next() : { items: [failed], next: "p2" },
    "GET /orgs/o1/runs/stream": () => streaming().response,
  });
  await show(<RunsScreen org="o1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Load more" }));
  expect(await screen.findByText("More could not be loaded: the store is away")).toBeTruthy();
  expect(screen.getByRole("row", { name: /Order 01A/ })).toBeTruthy();
  away = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("row", { name: /Order 00Z/ })).toBeTruthy();
});

it("says which right is missing", async () => {
  serve({ "GET /orgs/o1/runs": () => refusal(403, "forbidden", "you need run:view in Stock") });
  await show(<RunsScreen org="o1" />);
  expect(await screen.findByText("You may not do this.")).toBeTruthy();
  expect(screen.getByText("you need run:view in Stock")).toBeTruthy();
});

it("asks the server for what the address searches", async () => {
  const asked = serve({
    "GET /orgs/o1/runs": { items: [] },
    "GET /orgs/o1/runs/stream": () => streaming().response,
  });
  await show(<RunsScreen org="o1" />, "/?q=state:failed%20chain:pay%20supplier");
  expect(await screen.findByText("No run is like that.")).toBeTruthy();
  expect(asked).toContain("GET /orgs/o1/runs?state=failed&chain=pay&q=supplier&limit=50");
});

it("changes rows in place, and lets new runs wait until they are asked for", async () => {
  const stream = streaming();
  let items = [run("01B"), failed];
  serve({
    "GET /orgs/o1/runs": () => ({ items }),
    "GET /orgs/o1/runs/stream": () => stream.response,
  });
  await show(<RunsScreen org="o1" />);
  await screen.findByRole("row", { name: /Order 01B/ });
  items = [run("01D"), run("01C"), run("01B", { state: "succeeded", seq: 9 }), failed];
  act(() => {
    stream.send("1", "run", { id: "01B", state: "succeeded", seq: 9, ended_at: "2026-05-31T10:32:00Z" });
    stream.send("2", "run", { id: "01C", state: "running", seq: 1 });
    stream.send("3", "run", { id: "01D", state: "queued", seq: 1 });
  });
  const chip = await screen.findByRole("button", { name: "2 new runs" });
  const row = screen.getByRole("row", { name: /Order 01B/ });
  expect(within(row).getByText("Succeeded")).toBeTruthy();
  expect(screen.queryByRole("row", { name: /Order 01D/ })).toBeNull();
  await userEvent.click(chip);
  await screen.findByRole("row", { name: /Order 01D/ });
  await waitFor(() => expect(screen.queryByRole("button", { name: /new run/ })).toBeNull());
});

it("cancels the chosen runs one by one, and says for which it was refused", async () => {
  const asked = serve({
    "GET /orgs/o1/runs": { items: [run("01C"), run("01B"), failed] },
    "GET /orgs/o1/runs/stream": () => streaming().response,
    "POST /orgs/o1/runs/01C/cancel": run("01C", { canceling: true }),
    "POST /orgs/o1/runs/01B/cancel": () => refusal(409, "run.state", "the run is succeeded"),
  });
  await show(<RunsScreen org="o1" />);
  for (const name of ["Order 01C", "Order 01B", "Order 01A"])
    await userEvent.click(await screen.findByRole("checkbox", { name: `Choose ${name}` }));
  await userEvent.click(screen.getByRole("button", { name: "Cancel (2)" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel 2 runs?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Cancel run" }));
  expect(await screen.findByText("Done for 1 run. Refused for 1 run: the run is succeeded")).toBeTruthy();
  expect(asked.filter((a) => a.startsWith("POST"))).toEqual([
    "POST /orgs/o1/runs/01C/cancel",
    "POST /orgs/o1/runs/01B/cancel",
  ]);
});

it("tells what happened between the reading and the first event", async () => {
  const stream = streaming();
  let items = [run("01B")];
  serve({
    "GET /orgs/o1/runs": () => ({ items }),
    "GET /orgs/o1/runs/stream": () => {
      items = [run("01C"), run("01B", { state: "succeeded", seq: 9 })];
      stream.send("1", "ready", {});
      return stream.response;
    },
  });
  await show(<RunsScreen org="o1" />);
  const row = await screen.findByRole("row", { name: /Order 01B/ });
  expect(await within(row).findByText("Succeeded")).toBeTruthy();
  expect(await screen.findByRole("button", { name: "1 new run" })).toBeTruthy();
});

it("reads the list again when one comes back to it, also behind the first page", async () => {
  let state = "running";
  const stream = streaming();
  serve({
    "GET /orgs/o1/runs": (url: URL) =>
      url.searchParams.has("cursor")
        ? { items: [run("01A", { state, seq: state === "running" ? 4 : 9 })] }
        : { items: [run("01B")], next: "2" },
    "GET /orgs/o1/runs/stream": () => stream.response,
  });
  function Between() {
    const [away, go] = useState(false);
    return (
      <>
        <button type="button" onClick={() => go(!away)}>
          Go
        </button>
        {!away && <RunsScreen org="o1" />}
      </>
    );
  }
  await show(<Between />);
  await userEvent.click(await screen.findByRole("button", { name: "Load more" }));
  await screen.findByRole("row", { name: /Order 01A/ });
  await userEvent.click(screen.getByRole("button", { name: "Go" }));
  state = "succeeded";
  await userEvent.click(screen.getByRole("button", { name: "Go" }));
  const row = await screen.findByRole("row", { name: /Order 01A/ });
  expect(await within(row).findByText("Succeeded")).toBeTruthy();
});

it("names a run without a chain by its title, and says that it has none", async () => {
  serve({
    "GET /orgs/o1/runs": {
      items: [
        run("01A", {
          chain_id: "",
          chain_key: "",
          version: 0,
          test: true,
          title: "Trial of the script Ship",
        }),
      ],
    },
    "GET /orgs/o1/runs/stream": () => streaming().response,
  });
  await show(<RunsScreen org="o1" />);
  const row = await screen.findByRole("row", { name: /Trial of the script Ship/ });
  expect(row.textContent).toContain("no chain");
  expect(row.textContent).not.toContain("draft");
});
