import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { EngineScreen } from "./engine-page";
import { EnginesScreen } from "./engines-page";

afterEach(() => vi.unstubAllGlobals());

const can = ["engine:use", "engine:write"];
const org = { id: "o1", key: "stock", name: "Stock", path: [], can };
const adapters = {
  items: [
    {
      name: "http",
      title: { en: "Any HTTP interface", zh: "任意 HTTP 接口" },
      help: { en: "An engine with an HTTP interface.", zh: "提供 HTTP 接口的引擎。" },
      credential: { en: "A token.", zh: "令牌。" },
      settings: {
        type: "object",
        required: ["url"],
        properties: { url: { type: "string", title: "Address" } },
      },
    },
  ],
};
const engine = {
  id: "e1",
  org_id: "o1",
  key: "ci",
  name: "The CI",
  adapter: "http",
  description: "",
  settings: { url: "https://ci.example.org" },
  limits: { concurrency: 4 },
  breaker: { state: "open", failures: 5 },
  revision: 7,
  shared: false,
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  can,
};
const position = {
  key: "deploy",
  title: { en: "Deploy", zh: "部署" },
  help: { en: "Deploys a version.", zh: "部署一个版本。" },
  parameters: { type: "object", properties: { target: { type: "string", title: "Target" } } },
};
const capabilities = {
  callback: false,
  cancel: true,
  create: true,
  delete: false,
  idempotent_start: false,
  logs: true,
};
const page = {
  "GET /engine-adapters": adapters,
  "GET /orgs/o1/engines/ci": engine,
  "GET /orgs/o1/engines/ci/positions": { items: [position] },
  "GET /orgs/o1/secrets": { items: [] },
};

it("registers an engine with the form of its adapter, and shows what the server finds wrong at its field", async () => {
  let sent: unknown;
  serve({
    "GET /engine-adapters": adapters,
    "GET /orgs/o1": org,
    "GET /orgs/o1/engines": { items: [] },
    "GET /orgs/o1/secrets": { items: [] },
    "POST /orgs/o1/engines": async (_: URL, request: Request) => {
      sent = await request.json();
      return Response.json(
        {
          status: 422,
          code: "engine.settings",
          detail: "the settings are wrong",
          errors: [{ pointer: "/settings/url", detail: "want an address" }],
        },
        { status: 422 },
      );
    },
  });
  await show(<EnginesScreen org="o1" />, "/?new=1");
  expect(await screen.findByText(/An engine makes and runs pipelines/)).toBeTruthy();
  const dialog = await screen.findByRole("dialog", { name: "New engine" });
  await userEvent.click(within(dialog).getByRole("combobox", { name: /^Sort/ }));
  await userEvent.click(await screen.findByText("Any HTTP interface"));
  fireEvent.change(within(dialog).getByRole("textbox", { name: /^Name/ }), { target: { value: "The CI" } });
  fireEvent.change(await within(dialog).findByRole("textbox", { name: /^Address/ }), {
    target: { value: "ci" },
  });
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  expect(await within(dialog).findByText("want an address")).toBeTruthy();
  expect(sent).toMatchObject({ key: "the-ci", adapter: "http", settings: { url: "ci" } });
});

it("shows the breaker, tests the connection and gives the engine's own answer", async () => {
  serve({
    ...page,
    "POST /orgs/o1/engines/ci/test": {
      reachable: false,
      positions: 0,
      took_ms: 1500,
      code: "engine.unreachable",
      detail: "connection refused",
      capabilities,
    },
  });
  await show(<EngineScreen org="o1" engineKey="ci" />);
  expect(await screen.findByText(/Left alone for a while · 5 failures in a row/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Test the connection" }));
  expect(await screen.findByText("connection refused")).toBeTruthy();
});

it("shows the form of each position", async () => {
  serve(page);
  await show(<EngineScreen org="o1" engineKey="ci" />);
  const form = await screen.findByRole("region", { name: "The position’s form" });
  expect(within(form).getByRole("textbox", { name: /^Target/ })).toBeTruthy();
  expect(within(form).getByText("Deploys a version.")).toBeTruthy();
});

it("says after a refresh what the engine changed, and that it changed nothing", async () => {
  const grown = { ...position.parameters, required: ["target"] };
  const now = [{ ...position, parameters: grown }];
  const answers = [[position], now, now];
  const asked: string[] = [];
  serve({
    ...page,
    "GET /orgs/o1/engines/ci/positions": (url: URL) => {
      asked.push(url.search);
      const items = answers[asked.length - 1];
      return items ? { items } : refusal(502, "engine.unreachable", "connection refused");
    },
  });
  await show(<EngineScreen org="o1" engineKey="ci" />);
  await screen.findByRole("region", { name: "The position’s form" });
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  expect(await screen.findByRole("row", { name: "Deploy target has to be given now." })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  expect(await screen.findByText(/has the same positions as before/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  expect(await screen.findByText("connection refused")).toBeTruthy();
  expect(screen.queryByText(/has the same positions as before/)).toBeNull();
  expect(screen.getByRole("region", { name: "The position’s form" })).toBeTruthy();
  expect(asked.slice(0, 3)).toEqual(["", "?fresh=true", "?fresh=true"]);
});

it("says which right is missing, and tries again what failed", async () => {
  let broken = true;
  serve({
    ...page,
    "GET /orgs/o1/engines": () => refusal(403, "auth.forbidden", "this needs engine:use"),
    "GET /orgs/o1/engines/ci": () => (broken ? refusal(500, "internal", "the store is away") : engine),
  });
  await show(<EnginesScreen org="o1" />);
  expect(await screen.findByText("this needs engine:use")).toBeTruthy();
  await show(<EngineScreen org="o1" engineKey="ci" />);
  expect(await screen.findByText("the store is away")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getAllByRole("button", { name: "Try again" }).at(-1) as HTMLElement);
  expect(await screen.findByRole("heading", { name: "The CI" })).toBeTruthy();
});
