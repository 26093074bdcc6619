import { act, configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { findEdge, findNode } from "@/shared/chain/graph";
import type { Finding, Kind } from "@/shared/chain/kinds";
import { show } from "@/shared/test/render";
import { useEditor } from "../../store";
import { EdgeDrawer } from "./edge-drawer";
import { NodeDrawer } from "./node-drawer";

configure({ asyncUtilTimeout: 15_000 });

const words = (en: string) => ({ en, zh: en });
const kind = (name: string, schema: object, more: Partial<Kind> = {}): Kind => ({
  name,
  version: 1,
  title: words(name[0]?.toUpperCase() + name.slice(1)),
  summary: words(""),
  help: words(`# ${name}\n\nWhat it does.`),
  icon: "box",
  keywords: [],
  schema: { type: "object", ...schema },
  fields: false,
  ports: { in: true, out: true, failure: true },
  effects: false,
  ...more,
});
const x = { "x-expression": true };
const kinds = [
  kind(
    "work",
    {
      "x-order": ["pipeline", "task", "execution", "order", "let_finish"],
      properties: {
        pipeline: {
          type: "object",
          title: "Pipeline",
          required: ["engine", "position"],
          "x-order": ["engine", "position", "parameters"],
          properties: {
            engine: { type: "string", title: "Engine", "x-widget": "engine" },
            position: { type: "string", title: "Position", "x-widget": "position" },
            parameters: { type: "object", title: "Parameters", "x-widget": "position-parameters", ...x },
          },
        },
        task: {
          type: "object",
          title: "Task",
          required: ["script", "environment"],
          "x-order": ["script", "environment"],
          properties: {
            script: { type: "string", title: "Script", "x-widget": "task-script" },
            environment: { type: "string", title: "Environment", "x-widget": "environment" },
          },
        },
        execution: { enum: ["dependent", "parallel"] },
        order: { type: "array", items: { enum: ["pipeline", "task"] } },
        let_finish: { type: "boolean" },
      },
    },
    { fields: true, effects: true },
  ),
  kind("branch", { properties: {} }, { ports: { in: true, out: true, failure: false } }),
  kind("fail", {
    required: ["message"],
    properties: { message: { type: "string", title: "Message", ...x } },
  }),
  kind("each", {
    required: ["items"],
    properties: {
      items: { type: "array", items: {}, title: "Items", ...x },
      graph: { type: "object", title: "Inner graph", "x-widget": "graph" },
      chain: { type: "object", title: "Chain", required: ["key"], properties: { key: { type: "string" } } },
    },
  }),
];

const draft: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  input: { type: "object", properties: { sku: { type: "string", title: "Article" } } },
  nodes: [
    { id: "build", name: "Build", kind: "work", task: { script: "check", environment: "python" } },
    { id: "decide", kind: "branch" },
    { id: "gate", kind: "fail", fail: { message: "no" } },
    { id: "loop", kind: "each", each: { items: `\${{ input.list }}`, graph: { nodes: [], edges: [] } } },
  ],
  edges: [
    { from: "build", to: "decide" },
    { from: "decide", to: "gate", otherwise: true },
    { from: "decide", to: "loop", when: "nodes.build.output.risk > 3" },
  ],
};

const root = "http://localhost:3000/api/v1/orgs/o";
const list = (...items: object[]) => HttpResponse.json({ items });
const server = setupServer(
  http.get(root, () => HttpResponse.json({ id: "o", name: "O", path: [], can: [] })),
  http.get(`${root}/runs`, () => list()),
  http.get(`${root}/switches`, () => list()),
  http.get(`${root}/engines`, () => list({ key: "ci", name: "CI", adapter: "gitlab", shared: false })),
  http.get(`${root}/engines/ci/positions`, () =>
    list({
      key: "pipeline.run",
      title: { en: "Run a pipeline", zh: "运行流水线" },
      help: words(""),
      parameters: { type: "object", properties: { ref: { type: "string", title: "Ref" } } },
    }),
  ),
  http.get(`${root}/scripts`, () => list({ key: "check", name: "Check", language: "python", shared: false })),
  http.get(`${root}/scripts/check`, () =>
    HttpResponse.json({ id: "s1", key: "check", name: "Check", language: "python", version: 7, can: [] }),
  ),
  http.get(`${root}/environments`, () => list({ key: "python", name: "Python", shared: true })),
  http.get(`${root}/environments/python/image`, () =>
    HttpResponse.json({
      can: [],
      state: "present",
      image: { digest: `sha256:${"9f3c".repeat(16)}`, size: 412_000_000 },
    }),
  ),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const now = () => useEditor.getState().document;
const node = (id: string) => findNode(now(), id);

beforeEach(() => {
  localStorage.clear();
  const s = useEditor.getState();
  s.begin({ org: "o", key: "stock", document: draft, revision: 1 });
  s.setKinds(new Map(kinds.map((k) => [k.name, k])));
  s.setEditing(true);
});

const finding = (f: Partial<Finding>): Finding => ({
  code: "chain.x",
  severity: "error",
  pointer: "",
  detail: "",
  ...f,
});

describe("the drawer of a node", () => {
  it("names the node, and undoes a burst of typing as one step", async () => {
    await show(<NodeDrawer id="gate" />);
    const name = screen.getByRole("textbox", { name: "Name" });
    for (const value of ["G", "Ga", "Gate 1"]) fireEvent.change(name, { target: { value } });
    expect(node("gate")?.name).toBe("Gate 1");
    act(() => useEditor.getState().undo());
    expect(node("gate")?.name).toBeUndefined();
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveProperty("value", "");
  });

  it("fills in a kind by what the server publishes of it, and shows problems at their field", async () => {
    useEditor
      .getState()
      .setProblems([
        finding({ node: "gate", pointer: "/nodes/2/fail/message", detail: "Say it in words." }),
        finding({ node: "gate", pointer: "/nodes/2", detail: "Nothing leads on." }),
        finding({ node: "build", pointer: "/nodes/0/task", detail: "Not here." }),
      ]);
    await show(<NodeDrawer id="gate" />);
    const user = userEvent.setup();
    const message = screen.getByRole("textbox", { name: "Message" });
    const said = (message.getAttribute("aria-describedby") ?? "").split(" ");
    expect(said.map((id) => document.getElementById(id)?.textContent)).toContain("Say it in words.");
    expect(screen.getByText("Nothing leads on.")).toBeTruthy();
    expect(screen.queryByText("Not here.")).toBeNull();
    await user.clear(message);
    await user.type(message, "stop");
    expect(node("gate")?.fail).toEqual({ message: "stop" });
  });

  it("changes nothing for who only reads", async () => {
    useEditor.getState().setEditing(false);
    await show(<NodeDrawer id="gate" />);
    const user = userEvent.setup();
    await user.type(screen.getByRole("textbox", { name: "Message" }), "x");
    expect(now()).toBe(draft);
    expect(screen.queryByRole("button", { name: "Change id" })).toBeNull();
  });

  it("shows a task's script version and image, and adds a pipeline by the position's own form", async () => {
    await show(<NodeDrawer id="build" />);
    const user = userEvent.setup();
    expect(await screen.findByText(/Version 7, python/)).toBeTruthy();
    expect(await screen.findByText("In the registry")).toBeTruthy();
    expect(screen.getByText("9f3c9f3c9f3c")).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: "Pipeline" }));
    await user.click(screen.getByRole("combobox", { name: "Engine" }));
    await user.click(await screen.findByText("CI (ci)"));
    await user.click(await screen.findByRole("combobox", { name: "Position" }));
    await user.click(await screen.findByText("Run a pipeline (pipeline.run)"));
    await user.type(await screen.findByRole("textbox", { name: "Ref" }), "main");
    expect(node("build")?.pipeline).toEqual({
      engine: "ci",
      position: "pipeline.run",
      parameters: { ref: "main" },
    });
    await user.click(screen.getByRole("button", { name: "Swap" }));
    expect(node("build")?.order).toEqual(["task", "pipeline"]);
    await user.click(screen.getByRole("radio", { name: "Both at once" }));
    await user.click(screen.getByRole("checkbox", { name: "If one fails, let the other finish" }));
    expect(node("build")).toMatchObject({ execution: "parallel", let_finish: true });
  });

  it("says so when a list cannot be read", async () => {
    server.use(
      http.get(`${root}/scripts`, () =>
        HttpResponse.json(
          { status: 403, code: "forbidden", detail: "You may not list scripts." },
          { status: 403 },
        ),
      ),
    );
    await show(<NodeDrawer id="build" />);
    expect(await screen.findByText(/You may not list scripts/)).toBeTruthy();
    expect(screen.getByRole("combobox", { name: "Script" })).toHaveProperty("value", "check");
  });

  it("shows the ways on from a branch, otherwise last", async () => {
    await show(<NodeDrawer id="decide" />);
    const user = userEvent.setup();
    const ways = screen.getAllByRole("group", { name: /The way to/ });
    expect(ways.map((w) => w.getAttribute("aria-label"))).toEqual(["The way to loop", "The way to gate"]);
    const loop = within(ways[0] as HTMLElement);
    await user.type(loop.getByRole("textbox", { name: "Label of the edge to loop" }), "risky");
    expect(findEdge(now(), "decide→loop")?.label).toBe("risky");
    await user.click(loop.getByRole("checkbox", { name: "Otherwise" }));
    expect(findEdge(now(), "decide→loop")).toMatchObject({ otherwise: true });
    expect(findEdge(now(), "decide→gate")).toEqual({ from: "decide", to: "gate" });
  });

  it("switches between an inner graph and another chain, and opens the graph", async () => {
    await show(<NodeDrawer id="loop" />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("radio", { name: "Another chain" }));
    expect(node("loop")?.each).toEqual({ items: `\${{ input.list }}`, chain: {} });
    await user.click(screen.getByRole("radio", { name: "Inner graph" }));
    await user.click(screen.getByRole("button", { name: "Open the inner graph" }));
    expect(useEditor.getState().path).toEqual(["loop"]);
  });

  it("sets retry, failure and what reverses the node", async () => {
    await show(<NodeDrawer id="build" />);
    const user = userEvent.setup();
    await user.click(screen.getByText("Behaviour in a run"));
    await user.click(screen.getByRole("switch", { name: "Try again when it fails" }));
    expect(node("build")?.retry).toEqual({ attempts: 3 });
    await user.selectOptions(screen.getByRole("combobox", { name: "When it has failed" }), "The run goes on");
    expect(node("build")?.on_failure).toBe("continue");
    await user.click(screen.getByRole("switch", { name: /^Add a step that reverses this one/ }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Kind of step" }), "Fail");
    await user.type(screen.getByRole("textbox", { name: "Message" }), "undone");
    expect(node("build")?.undo).toEqual({ kind: "fail", fail: { message: "undone" } });
  });

  it("puts values into the field that somebody was in last, and lets them be dragged to any", async () => {
    localStorage.setItem("catenary.values.open", "true");
    await show(<NodeDrawer id="gate" />);
    const user = userEvent.setup();
    const values = within(await screen.findByRole("region", { name: "Values to insert" }));
    const article = values.getByRole("button", { name: /Insert input\.sku:/ });
    await user.click(article);
    expect(node("gate")?.fail).toEqual({ message: "no" });
    const message = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
    await user.click(message);
    expect(values.getByText(/goes into “Message”/)).toBeTruthy();
    message.setSelectionRange(0, 0);
    article.focus();
    await user.keyboard("{Enter}");
    expect(node("gate")?.fail).toEqual({ message: `\${{ input.sku }}no` });
    expect(document.activeElement).toBe(message);
    // Inside of an expression only the name is wanted.
    message.setSelectionRange(4, 13);
    await user.click(values.getByRole("button", { name: /Insert nodes\.build\.output:/ }));
    expect(node("gate")?.fail).toEqual({ message: `\${{ nodes.build.output }}no` });

    const carried = new Map<string, string>();
    const dataTransfer = {
      setData: (type: string, text: string) => carried.set(type, text),
      getData: (type: string) => carried.get(type) ?? "",
      get types() {
        return [...carried.keys()];
      },
    };
    fireEvent.dragStart(article, { dataTransfer });
    fireEvent.drop(message, { dataTransfer });
    expect(node("gate")?.fail).toEqual({ message: `\${{ nodes.build.output }}no\${{ input.sku }}` });
    localStorage.clear();
  });

  it("makes a plain value an expression by what is inserted", async () => {
    localStorage.setItem("catenary.values.open", "true");
    useEditor
      .getState()
      .setKinds(
        new Map([["fail", kind("fail", { properties: { code: { type: "integer", title: "Code", ...x } } })]]),
      );
    await show(<NodeDrawer id="gate" />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("textbox", { name: "Code" }));
    await user.click(await screen.findByRole("button", { name: /Insert input\.sku:/ }));
    expect(node("gate")?.fail).toMatchObject({ code: `\${{ input.sku }}` });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Code");
    localStorage.clear();
  });

  it("shows the help of the kind", async () => {
    await show(<NodeDrawer id="gate" />);
    await userEvent.setup().click(screen.getByRole("tab", { name: "Help" }));
    expect(screen.getByRole("heading", { name: "fail" })).toBeTruthy();
  });

  it("is made wider by keyboard, and closes", async () => {
    let closed = 0;
    useEditor.getState().setOpener(() => closed++);
    await show(<NodeDrawer id="gate" />);
    const user = userEvent.setup();
    const grip = screen.getByRole("separator", { name: "Width of the drawer" });
    grip.focus();
    await user.keyboard("{End}");
    expect(grip.getAttribute("aria-valuenow")).toBe("720");
    await user.keyboard("{Home}");
    expect(grip.getAttribute("aria-valuenow")).toBe("360");
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(closed).toBe(1);
  });
});

describe("the drawer of an edge", () => {
  it("says when it is taken, and follows failures by the node's leave", async () => {
    let opened: unknown;
    useEditor.getState().setOpener((target) => {
      opened = target;
    });
    await show(<EdgeDrawer edge="build→decide" />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("radio", { name: "If a condition holds" }));
    await user.click(screen.getByRole("button", { name: "Write it as an expression" }));
    await user.type(screen.getByRole("textbox", { name: "Condition" }), "run.id");
    expect(findEdge(now(), "build→decide")?.when).toBe("run.id");
    await user.click(screen.getByRole("radio", { name: "On failure" }));
    expect(findEdge(now(), "build→decide!")).toEqual({ from: "build", to: "decide", failure: true });
    expect(node("build")?.on_failure).toBe("follow_failure_edges");
    expect(opened).toEqual({ edge: "build→decide!" });
  });

  it("shows what the server found at its condition", async () => {
    useEditor
      .getState()
      .setProblems([
        finding({ from: "decide", to: "loop", pointer: "/edges/2/when", detail: "There is no node buld." }),
      ]);
    await show(<EdgeDrawer edge="decide→loop" />);
    await waitFor(() => expect(screen.getByText("There is no node buld.")).toBeTruthy());
    await userEvent.click(screen.getByRole("button", { name: "Write it as an expression" }));
    expect(screen.getByRole("textbox", { name: "Condition" }).getAttribute("aria-invalid")).toBe("true");
  });
});
