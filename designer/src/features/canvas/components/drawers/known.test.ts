import { expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { complete } from "@/shared/schema-form/expressions";
import { edgesFrom, knownAt, nodesBefore } from "./known";
import { edgeProblems, nodeProblems } from "./problems-of";

const chain: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "c",
  name: "C",
  input: { type: "object", properties: { sku: { type: "string", title: "Article" } } },
  nodes: [
    { id: "a", kind: "script" },
    { id: "my-node", name: "Mine", kind: "script" },
    {
      id: "loop",
      kind: "each",
      each: {
        items: [],
        graph: {
          nodes: [
            { id: "in1", kind: "script" },
            { id: "in2", kind: "script" },
          ],
          edges: [{ from: "in1", to: "in2" }],
        },
      },
    },
    { id: "after", kind: "script" },
  ],
  edges: [
    { from: "a", to: "my-node" },
    { from: "my-node", to: "loop", otherwise: true },
    { from: "my-node", to: "after", when: "true" },
  ],
};
const word = (w: string) => w;
const none = { outputs: new Map() };

it("knows the nodes that are done before a node, also those around an inner graph", () => {
  expect(nodesBefore(chain, "in2").map((n) => n.id)).toEqual(["in1", "a", "my-node"]);
  expect(nodesBefore(chain, "a")).toEqual([]);
});

it("offers what glue can name there", () => {
  const known = knownAt(chain, "in2", { outputs: new Map([["a", { risk: 1 }]]), input: { other: 2 } }, word);
  const names = (before: string) => complete(known, before).options.map((o) => o.insert);
  expect(names("input.")).toEqual([".other", ".sku"]);
  expect(names("nodes.")).toEqual([".in1", ".a", '["my-node"]']);
  expect(names("nodes.a.output.")).toEqual([".risk"]);
  expect(names("incoming.")).toEqual([".in1"]);
  expect(names("ite")).toEqual(["item"]);
  expect(knownAt(chain, "a", none, word).item).toBeUndefined();
  const switches = { "stock-mode": { sample: "new" }, open: { sample: true } };
  const seen = knownAt(chain, "a", none, word, switches);
  expect(complete(seen, "switches.").options.map((o) => o.insert)).toEqual(['["stock-mode"]', ".open"]);
  expect(Object.keys(knownAt(chain, "my-node", none, word, {}, true).incoming?.inside ?? {})).toEqual([
    "my-node",
  ]);
});

it("puts the edge that is taken otherwise last", () => {
  expect(edgesFrom(chain, "my-node").map((e) => e.edge.to)).toEqual(["after", "loop"]);
});

it("finds what is wrong with a node or an edge wherever it stands now", () => {
  const f = (pointer: string, more: object) => ({
    code: "c",
    severity: "error" as const,
    detail: pointer,
    pointer,
    ...more,
  });
  const all = [
    f("/nodes/7/each/graph/nodes/1/script/body", { node: "in2" }),
    f("/nodes/1/script/body", { node: "my-node" }),
    f("/edges/0/when", { from: "a", to: "my-node" }),
    f("/edges/9", { from: "x", to: "y" }),
  ];
  expect(nodeProblems(all, "in2", 1).map((p) => p.pointer)).toEqual(["/script/body"]);
  expect(nodeProblems(all, "my-node", 0).map((p) => p.pointer)).toEqual(["/script/body"]);
  expect(edgeProblems(all, { from: "a", to: "my-node" }, 0).map((p) => p.pointer)).toEqual(["/when"]);
});
