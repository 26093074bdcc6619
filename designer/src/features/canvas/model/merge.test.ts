import { describe, expect, it } from "vitest";
import { same } from "@/shared/chain/canonical";
import type { ChainDocument, ChainNode } from "@/shared/chain/document";
import { merge, type Side, settle } from "./merge";
import { changes, fieldRows } from "./parts";

const base: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "a", kind: "script", script: { code: "return 1" } },
    { id: "b", kind: "script", script: { code: "return 2" } },
    {
      id: "c",
      kind: "each",
      each: { list: "input.l", graph: { nodes: [{ id: "in", kind: "work" }], edges: [] } },
    },
  ],
  edges: [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
  ],
  layout: {
    direction: "down",
    nodes: { a: { x: 0, y: 0 }, b: { x: 0, y: 120 } },
    notes: [{ id: "n", x: 1, y: 1, text: "hm" }],
  },
};

const node = (id: string, change: Partial<ChainNode>) => (d: ChainDocument) => ({
  ...d,
  nodes: d.nodes.map((n) => (n.id === id ? ({ ...n, ...change } as ChainNode) : n)),
});
const without = (id: string) => (d: ChainDocument) => ({
  ...d,
  nodes: d.nodes.filter((n) => n.id !== id),
  edges: d.edges.filter((e) => e.from !== id && e.to !== id),
});
const choose = (side: Side, ...keys: string[]) => new Map(keys.map((k) => [k, side]));

describe("merge", () => {
  it("gives the same document where nothing was done", () => {
    expect(same(settle(merge(base, base, base)), base)).toBe(true);
  });

  it("lays changes of different nodes together without asking", () => {
    const mine = node("a", { name: "First" })(base);
    const theirs = node("b", { name: "Second" })({ ...base, name: "Stock 2" });
    const both = merge(base, mine, theirs);
    expect(both.conflicts).toEqual([]);
    expect(both.taken.map((p) => p.id)).toEqual(["name", "b"]);
    const out = settle(both);
    expect(out.name).toBe("Stock 2");
    expect(out.nodes.map((n) => n.name)).toEqual(["First", "Second", undefined]);
  });

  it("asks about a node that both changed, and takes the side that is chosen", () => {
    const mine = node("a", { script: { code: "return 10" } })(base);
    const theirs = node("a", { script: { code: "return 20" } })(base);
    const both = merge(base, mine, theirs);
    expect(both.conflicts.map((c) => c.key)).toEqual(["node/a"]);
    expect(settle(both, choose("mine", "node/a")).nodes[0]?.script).toEqual({ code: "return 10" });
    expect(settle(both, choose("theirs", "node/a")).nodes[0]?.script).toEqual({ code: "return 20" });
  });

  it("does not ask where both did the same", () => {
    const changed = node("a", { name: "Same" })(base);
    expect(merge(base, changed, { ...changed }).conflicts).toEqual([]);
  });

  it("asks when one took out what the other changed", () => {
    const both = merge(base, without("b")(base), node("b", { name: "Kept" })(base));
    expect(both.conflicts).toMatchObject([{ key: "node/b", mine: undefined }]);
    const gone = settle(both, choose("mine", "node/b"));
    expect(gone.nodes.map((n) => n.id)).toEqual(["a", "c"]);
    const kept = settle(both, choose("theirs", "node/b"));
    expect(kept.nodes.map((n) => n.id)).toEqual(["a", "b", "c"]);
  });

  it("asks when one took out a node that the other drew an edge to", () => {
    const mine = { ...base, edges: [...base.edges, { from: "a", to: "c" }] };
    const both = merge(base, mine, without("c")(base));
    expect(both.conflicts).toMatchObject([{ key: "node/c", needed: true, theirs: undefined }]);
    expect(settle(both, choose("theirs", "node/c")).edges).toEqual([{ from: "a", to: "b" }]);
    const kept = settle(both, choose("mine", "node/c"));
    expect(kept.edges).toContainEqual({ from: "a", to: "c" });
  });

  it("looks into the graph inside a node", () => {
    const inside = (nodes: ChainNode[]) =>
      node("c", { each: { list: "input.l", graph: { nodes, edges: [] } } })(base);
    const mine = inside([{ id: "in", kind: "work", name: "Mine" }]);
    const theirs = inside([
      { id: "in", kind: "work" },
      { id: "more", kind: "script" },
    ]);
    const both = merge(base, mine, theirs);
    expect(both.conflicts).toEqual([]);
    const each = settle(both).nodes[2]?.each as { graph: { nodes: ChainNode[] }; list: string };
    expect(each.list).toBe("input.l");
    expect(each.graph.nodes).toEqual([
      { id: "in", kind: "work", name: "Mine" },
      { id: "more", kind: "script" },
    ]);
  });

  it("never asks where a card stands: mine counts", () => {
    const at = (x: number): ChainDocument => ({
      ...base,
      layout: { ...base.layout, nodes: { a: { x, y: 0 } } },
    });
    const both = merge(base, at(8), at(16));
    expect(both.conflicts).toEqual([]);
    expect(settle(both).layout?.nodes?.a).toEqual({ x: 8, y: 0 });
  });

  it("asks about a note that both wrote on", () => {
    const note = (text: string): ChainDocument => ({
      ...base,
      layout: { ...base.layout, notes: [{ id: "n", x: 1, y: 1, text }] },
    });
    const both = merge(base, note("mine"), note("theirs"));
    expect(both.conflicts.map((c) => c.part)).toEqual([{ sort: "note", path: [], id: "n" }]);
    expect(settle(both, choose("theirs", "note/n")).layout?.notes?.[0]?.text).toBe("theirs");
  });

  it("keeps edges that led nowhere before, and both of a doubled edge", () => {
    const odd = {
      ...base,
      edges: [...base.edges, { from: "a", to: "ghost" }, { from: "a", to: "b", when: "x" }],
    };
    const out = settle(merge(odd, node("a", { name: "A" })(odd), odd));
    expect(out.edges).toEqual(odd.edges);
  });

  it("keeps my order and puts what they added behind what it followed", () => {
    const [a, b, c] = base.nodes as [ChainNode, ChainNode, ChainNode];
    const mine = { ...base, nodes: [b, a, c] };
    const theirs = { ...base, nodes: [a, { id: "x", kind: "script" }, b, c] };
    expect(settle(merge(base, mine, theirs)).nodes.map((n) => n.id)).toEqual(["b", "a", "x", "c"]);
  });

  it("lays a thousand nodes together", () => {
    const many: ChainDocument = {
      ...base,
      nodes: Array.from({ length: 1000 }, (_, i) => ({ id: `n${i}`, kind: "script" })),
      edges: Array.from({ length: 999 }, (_, i) => ({ from: `n${i}`, to: `n${i + 1}` })),
    };
    const out = settle(merge(many, node("n1", { name: "x" })(many), without("n999")(many)));
    expect(out.nodes).toHaveLength(999);
  });
});

describe("changes", () => {
  it("tells parts that were added, removed and changed", () => {
    const after = node("a", { name: "A" })(
      without("b")({ ...base, edges: [...base.edges, { from: "a", to: "c" }] }),
    );
    expect(changes(base, after).map((c) => [c.kind, c.part.sort, c.part.id])).toEqual([
      ["changed", "node", "a"],
      ["added", "edge", "a→c"],
      ["removed", "node", "b"],
      ["removed", "edge", "a→b"],
      ["removed", "edge", "b→c"],
    ]);
  });
});

describe("fieldRows", () => {
  it("goes as deep as all sides have objects", () => {
    const rows = fieldRows([
      { id: "a", task: { script: "x", env: { A: "1" } } },
      { id: "a", task: { script: "y", env: { A: "1" } } },
      { id: "a", name: "N", task: { script: "x", env: "none" } },
    ]);
    expect(rows).toEqual([
      { pointer: "/task/script", values: ["x", "y", "x"] },
      { pointer: "/task/env", values: [{ A: "1" }, { A: "1" }, "none"] },
      { pointer: "/name", values: [undefined, undefined, "N"] },
    ]);
  });
});
