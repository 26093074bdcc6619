import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { ScriptScreen } from "./script-page";

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const script = {
  id: "s1",
  org_id: "o1",
  key: "ship",
  name: "Ship",
  language: "shell",
  version: 2,
  digest: "sha256:b",
  revision: 5,
  shared: false,
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Drafter" },
  can: ["chain:view", "script:edit", "run:start"],
};
const run = {
  id: "r1",
  org_id: "o1",
  chain_id: "",
  chain_key: "",
  version: 0,
  state: "running",
  test: true,
  title: "Trial",
  trigger: "test",
  seq: 2,
  created_at: "2026-05-31T10:31:00Z",
  can: ["run:view", "run:data", "run:cancel"],
};

/** The page of a script, opened for a trial; the run ends when the test says so. */
async function trying(over: object = {}, trial?: () => unknown) {
  const sent: unknown[] = [];
  const stream = streaming();
  let now: object = run;
  const asked = serve({
    "GET /orgs/o1/scripts/ship": { ...script, ...over },
    "GET /orgs/o1/scripts/ship/versions/2": { version: 2, source: "echo 1\n", digest: "sha256:b" },
    "GET /orgs/o1/environments": {
      items: [
        { id: "e1", key: "shell", name: "Shell", image: "sha256:aa", can: [] },
        { id: "e2", key: "bare", name: "Bare", can: [] },
      ],
    },
    "POST /orgs/o1/scripts/ship/trial": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return trial ? trial() : Response.json({ id: "r1", state: "queued" }, { status: 202 });
    },
    "GET /orgs/o1/runs/r1": () => now,
    "GET /orgs/o1/runs/r1/steps": {
      items: [
        { node: "script", scope: "", state: "processing", attempt: 1, begun_at: "2026-05-31T10:31:00Z" },
      ],
    },
    "GET /orgs/o1/runs/r1/events/stream": () => stream.response,
    "GET /orgs/o1/runs/r1/logs": {
      items: [{ n: 0, at: "2026-05-31T10:31:00Z", stream: "stdout", text: "hello" }],
      end: 1,
      over: true,
    },
    "POST /orgs/o1/runs/r1/cancel": {},
  });
  await show(<ScriptScreen org="o1" scriptKey="ship" />);
  await userEvent.click(await screen.findByRole("button", { name: "Try it" }));
  const panel = await screen.findByRole("region", { name: "Try the script" });
  return {
    asked,
    sent,
    panel,
    choose: async () => {
      await userEvent.click(within(panel).getByRole("combobox", { name: "Environment" }));
      await userEvent.click(await screen.findByRole("option", { name: "Shell", hidden: true }));
    },
    run: () => userEvent.click(within(panel).getByRole("button", { name: "Run" })),
    end: async (more: object) => {
      now = { ...run, ended_at: "2026-05-31T10:32:00Z", ...more };
      stream.send(3, "event", { seq: 3, kind: "end" });
    },
  };
}

it("runs what is written and not saved, and shows how it stands, and what it gave", async () => {
  const tried = await trying();
  const box = screen.getByRole("textbox", { name: "Source of Ship" });
  act(() => EditorView.findFromDOM(box)?.dispatch({ changes: { from: 5, to: 6, insert: "2" } }));
  expect(within(tried.panel).getByText(/which is not saved/)).toBeTruthy();
  await tried.choose();
  fireEvent.change(within(tried.panel).getByRole("textbox", { name: "Arguments, one a line" }), {
    target: { value: "--all\ntwo words" },
  });
  await tried.run();
  expect(await within(tried.panel).findByText("Running")).toBeTruthy();
  expect(tried.sent).toEqual([
    {
      environment: "shell",
      source: "echo 2\n",
      input: {},
      arguments: ["--all", "two words"],
      title: "Trial of the script Ship",
    },
  ]);
  expect(within(tried.panel).getByRole("link", { name: "Open the run" }).getAttribute("href")).toContain(
    "/runs/r1",
  );
  expect(await within(tried.panel).findByRole("log")).toBeTruthy();
  await tried.end({ state: "succeeded", output: { total: 3 } });
  expect(await within(tried.panel).findByText("Succeeded")).toBeTruthy();
  expect(within(tried.panel).getByRole("region", { name: "Output" }).textContent).toContain("total");
});

it("runs the newest version where nothing was changed, and cancels it", async () => {
  const tried = await trying();
  await tried.choose();
  await tried.run();
  await userEvent.click(await within(tried.panel).findByRole("button", { name: "Cancel the run" }));
  expect(tried.sent).toMatchObject([{ environment: "shell", version: 2 }]);
  expect(tried.asked).toContain("POST /orgs/o1/runs/r1/cancel");
  expect(await within(tried.panel).findByText("It was asked to end.")).toBeTruthy();
});

it("offers only environments that have an image, and says what was refused", async () => {
  const tried = await trying({}, () => refusal(429, "run.rate", "too many runs were started"));
  expect(within(tried.panel).getByRole("button", { name: "Run" }).hasAttribute("disabled")).toBe(true);
  await userEvent.click(within(tried.panel).getByRole("combobox", { name: "Environment" }));
  const bare = await screen.findByRole("option", { name: "Bare · no image yet", hidden: true });
  expect(bare.getAttribute("data-combobox-disabled")).toBe("true");
  await userEvent.click(screen.getByRole("option", { name: "Shell", hidden: true }));
  await tried.run();
  expect(await within(tried.panel).findByText("too many runs were started")).toBeTruthy();
});

it("lets only those run it who may start runs", async () => {
  const tried = await trying({ can: ["chain:view", "script:edit"] });
  await tried.choose();
  expect(within(tried.panel).getByRole("button", { name: "Run" }).hasAttribute("disabled")).toBe(true);
});
