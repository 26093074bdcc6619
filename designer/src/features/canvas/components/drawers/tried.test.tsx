import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import type { Kind } from "@/shared/chain/kinds";
import { show } from "@/shared/test/render";
import { useEditor } from "../../store";
import { setPin } from "../trial/pins";
import { EdgeDrawer } from "./edge-drawer";
import { NodeDrawer } from "./node-drawer";

configure({ asyncUtilTimeout: 15_000 });

const words = (en: string) => ({ en, zh: en });
const kind = (name: string, schema: object): Kind => ({
  name,
  version: 1,
  title: words(name),
  summary: words(""),
  help: words(""),
  icon: "box",
  keywords: [],
  schema: { type: "object", ...schema },
  fields: false,
  ports: { in: true, out: true, failure: true },
  effects: false,
});
const kinds = [
  kind("branch", { properties: {} }),
  kind("fail", { properties: { message: { type: "string", title: "Message", "x-expression": true } } }),
];
const draft: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "build", kind: "fail", fail: { message: "no" } },
    { id: "decide", kind: "branch" },
    { id: "gate", kind: "fail", fail: { message: `\${{ nodes.decide.output.risk + 1 }}` } },
    { id: "pay", kind: "fail", fail: { message: "no" } },
  ],
  edges: [
    { from: "build", to: "decide" },
    { from: "decide", to: "gate", when: "nodes.build.output.risk > 3" },
    { from: "decide", to: "pay", otherwise: true },
  ],
};

type Asked = Shape<"TryGlueInputBody">;
let asked: Asked[] = [];
/** What the server makes of a source. */
let tried: (source: Asked["sources"][0], sample: Asked["sample"]) => Shape<"GlueTriedBody">;

const root = "http://localhost:3000/api/v1/orgs/o";
const run = { id: "r1", title: "Order 812", chain_key: "stock", version: 3, org_id: "o", trigger: "api" };
const server = setupServer(
  http.get(root, () => HttpResponse.json({ id: "o", name: "O", path: [], can: [] })),
  http.get(`${root}/runs`, () => HttpResponse.json({ items: [run] })),
  http.get(`${root}/runs/r1`, () =>
    HttpResponse.json({ ...run, created_at: "2026-01-02T03:04:05Z", input: { sku: "A-1" } }),
  ),
  http.get(`${root}/runs/r1/steps/:node`, ({ params }) =>
    HttpResponse.json({ node: params.node, state: "succeeded", output: { risk: 5 } }),
  ),
  http.get(`${root}/switches`, () => HttpResponse.json({ items: [] })),
  http.post(`${root}/glue-trials`, async ({ request }) => {
    const body = (await request.json()) as Asked;
    asked.push(body);
    return HttpResponse.json({ results: body.sources.map((s) => tried(s, body.sample)) });
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

beforeEach(() => {
  localStorage.clear();
  asked = [];
  setPin("o", "stock", "build", undefined);
  const s = useEditor.getState();
  s.begin({ org: "o", key: "stock", document: draft, revision: 1 });
  s.setKinds(new Map(kinds.map((k) => [k.name, k])));
  s.setEditing(true);
});

describe("what glue makes of the sample", () => {
  it("marks the way that a branch would take, and says with which sample", async () => {
    tried = () => ({ value: true });
    await show(<NodeDrawer id="decide" />);
    const gate = await screen.findByRole("group", { name: "The way to gate" });
    expect(await within(gate).findByText("Taken with run Order 812")).toBeTruthy();
    const pay = screen.getByRole("group", { name: "The way to pay" });
    expect(within(pay).getByText("Not taken with run Order 812")).toBeTruthy();
    expect(asked[0]?.sources).toEqual([{ kind: "condition", text: "nodes.build.output.risk > 3" }]);
    expect(asked[0]?.sample?.nodes).toEqual({ build: { state: "succeeded", output: { risk: 5 } } });
  });

  it("takes what is pinned, and the way that is taken otherwise", async () => {
    setPin("o", "stock", "build", { risk: 1 });
    tried = (_, sample) => ({ value: JSON.stringify(sample?.nodes?.build?.output) !== `{"risk":1}` });
    await show(<NodeDrawer id="decide" />);
    const pay = await screen.findByRole("group", { name: "The way to pay" });
    expect(await within(pay).findByText("Taken with run Order 812 + what is pinned")).toBeTruthy();
  });

  it("says why a condition fails, and nothing of the way that is taken otherwise", async () => {
    tried = () => ({ problem: { code: "glue.error", message: "TypeError: no risk", line: 1 } });
    await show(<EdgeDrawer edge="decide→gate" />);
    expect(await screen.findByText("Fails with run Order 812: TypeError: no risk")).toBeTruthy();
    expect(screen.queryByText(/^(Not )?[Tt]aken with/)).toBeNull();
  });

  it("shows on request what comes into a map and what comes out, and the line that fails", async () => {
    tried = ({ kind, text }) =>
      kind === "condition"
        ? { value: true }
        : text.includes("throw")
          ? { problem: { code: "glue.error", message: "Error: no", line: 2 } }
          : { value: { doubled: 10 } };
    const s = useEditor.getState();
    const map = (text: string) => ({
      ...draft,
      edges: draft.edges.map((e) => (e.to === "gate" ? { ...e, map: text } : e)),
    });
    s.begin({ org: "o", key: "stock", document: map("return {doubled: 10};"), revision: 1 });
    s.setEditing(true);
    await show(<EdgeDrawer edge="decide→gate" />);
    const button = await screen.findByRole("button", { name: "Try it with run Order 812" });
    expect(screen.queryByRole("region", { name: "What comes out" })).toBeNull();
    await userEvent.click(button);
    const out = await screen.findByRole("region", { name: "What comes out" });
    expect(await within(out).findByText(/doubled/)).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "What comes in:" })).getByText(/decide/)).toBeTruthy();
    s.act("change", () => map("const a = 1;\nthrow new Error('no');"));
    expect(await within(out).findByText("Line 2: Error: no")).toBeTruthy();
  });

  it("previews an expression that is more than a name", async () => {
    tried = ({ text }) => ({ value: text === "nodes.decide.output.risk + 1" ? 6 : null });
    await show(<NodeDrawer id="gate" />);
    await waitFor(() => expect(screen.getByText("6")).toBeTruthy());
  });

  it("asks for nothing while somebody only looks on", async () => {
    useEditor.getState().setEditing(false);
    tried = () => ({ value: true });
    await show(<NodeDrawer id="decide" />);
    await screen.findByRole("group", { name: "The way to gate" });
    await new Promise((r) => setTimeout(r, 1000));
    expect(asked).toEqual([]);
  });
});
