import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import type { Kind } from "@/shared/chain/kinds";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { pinOrNot } from "../actions/pin";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import { NodePalette } from "./node-palette";
import { pinsOf, setPin } from "./trial/pins";

const words = (en: string) => ({ en, zh: en });
const kind = (name: string, more: Partial<Kind> = {}): Kind => ({
  name,
  version: 1,
  title: words(name),
  summary: words(""),
  help: words(""),
  icon: "box",
  keywords: [],
  schema: {},
  fields: name === "work",
  ports: { in: true, out: true, failure: true },
  effects: false,
  ...more,
});
const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "a", kind: "delay", name: "Rest" },
    { id: "b", kind: "work", name: "Last" },
  ],
  edges: [{ from: "a", to: "b" }],
};
const editor = () => useEditor.getState();

beforeEach(() => {
  editor().begin({ org: "o1", key: "k", document, revision: 1 });
  const ends = { in: true, out: false, failure: false };
  const all = [kind("work"), kind("delay"), kind("http"), kind("fail", { ports: ends })];
  editor().setKinds(new Map(all.map((k) => [k.name, k])));
  editor().setEditing(true);
  useWorkspace.getState().set({ door: undefined, replacing: undefined });
});
afterEach(() => vi.unstubAllGlobals());

const engines = {
  "GET /orgs/o1/scripts": { items: [{ key: "check", name: "Check a package", language: "python" }] },
  "GET /orgs/o1/engines": {
    items: [
      { key: "ci", name: "CI" },
      { key: "gone", name: "Gone" },
    ],
  },
  "GET /orgs/o1/engines/ci/positions": {
    items: [{ key: "pipeline.run", title: { en: "Run a check", zh: "运行检查" } }],
  },
  "GET /orgs/o1/engines/gone/positions": () => refusal(503, "engine.unreachable", "no"),
};

describe("the palette", () => {
  it("finds scripts and positions as well as kinds, and makes a work node of one", async () => {
    serve(engines);
    useWorkspace.getState().set({ door: { after: "a", port: "out" } });
    await show(<NodePalette onClose={() => {}} />);
    await userEvent.type(await screen.findByRole("combobox", { name: /Add a node/ }), "check");
    expect(await screen.findByRole("option", { name: /Run a check/ })).toBeTruthy();
    await userEvent.click(await screen.findByRole("option", { name: /Check a package/ }));
    const made = editor().document.nodes.at(-1);
    expect(made).toMatchObject({ kind: "work", name: "Check a package", task: { script: "check" } });
    expect(editor().document.edges).toContainEqual({ from: "a", to: made?.id });
  });

  it("puts the nodes of a template on an edge, as one step, with ids and places of their own", async () => {
    const title = { en: "Ask twice", zh: "问两次" };
    serve({
      ...engines,
      "GET /orgs/o1/templates": {
        items: [
          { key: "twice", title, summary: title, chains: [{ key: "" }] },
          { key: "many", title: { en: "Ask many", zh: "" }, summary: title, chains: [{}, {}] },
        ],
      },
      "GET /orgs/o1/templates/twice/sketch": {
        chains: [
          {
            ...document,
            nodes: [
              { id: "a", kind: "delay", delay: { for: "1s" } },
              { id: "c", kind: "http", http: { url: `\${{ nodes.a.output }}` } },
            ],
            edges: [{ from: "a", to: "c" }],
          },
        ],
      },
    });
    useWorkspace.getState().set({ door: { on: "a→b" } });
    await show(<NodePalette onClose={() => {}} />);
    await userEvent.type(await screen.findByRole("combobox", { name: /Add a node/ }), "ask");
    await userEvent.click(await screen.findByRole("option", { name: /Ask twice/ }));
    expect(screen.queryByRole("option", { name: /Ask many/ })).toBeNull();
    await vi.waitFor(() => expect(editor().document.nodes).toHaveLength(4));
    const [begin, end] = editor().document.nodes.slice(2);
    expect(end).toMatchObject({ id: "c", http: { url: `\${{ nodes["${begin?.id}"].output }}` } });
    expect(
      editor()
        .document.edges.map((e) => `${e.from} ${e.to}`)
        .sort(),
    ).toEqual([`a ${begin?.id}`, `${begin?.id} c`, "c b"].sort());
    const places = Object.values(editor().document.layout?.nodes ?? {}).map((p) => `${p.x} ${p.y}`);
    expect(new Set(places).size).toBe(4);
    editor().undo();
    expect(editor().document).toBe(document);
  });

  it("offers another kind only where the edges at the node fit it, and keeps the node otherwise", async () => {
    serve({});
    useWorkspace.getState().set({ replacing: "a" });
    await show(<NodePalette onClose={() => {}} />);
    await screen.findByRole("combobox", { name: /Another kind/ });
    const offered = screen.getAllByRole("option").map((o) => o.textContent);
    expect(offered.join(" ")).not.toMatch(/fail|delay/);
    await userEvent.click(screen.getByRole("option", { name: /http/ }));
    expect(findNode(editor().document, "a")).toEqual({ id: "a", kind: "http", name: "Rest" });
    expect(useWorkspace.getState().replacing).toBeUndefined();
    editor().undo();
    expect(editor().document).toBe(document);
  });
});

describe("pinning", () => {
  it("takes what the node gave in the last run, and takes it off again", async () => {
    setPin("o1", "k", "a", undefined);
    serve({
      "GET /orgs/o1/runs": { items: [{ id: "r1" }] },
      "GET /orgs/o1/runs/r1/steps/a": { node: "a", output: { slept: 3 } },
    });
    await pinOrNot("a", i18next.t);
    expect(pinsOf("o1", "k")).toEqual({ a: { slept: 3 } });
    await pinOrNot("a", i18next.t);
    expect(pinsOf("o1", "k")).toEqual({});
    await pinOrNot("b", i18next.t);
    expect(pinsOf("o1", "k")).toEqual({});
  });
});
