import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { edgesOfChange, overlaid } from "./overlaid";

const from: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "a", kind: "script" },
    { id: "b", kind: "script" },
  ],
  edges: [{ from: "a", to: "b" }],
  layout: { nodes: { a: { x: 0, y: 0 }, b: { x: 0, y: 200 } } },
};
const to: ChainDocument = {
  ...from,
  nodes: [
    { id: "a", kind: "script", name: "A" },
    { id: "c", kind: "script" },
  ],
  edges: [{ from: "a", to: "c" }],
  layout: { nodes: { a: { x: 0, y: 0 }, c: { x: 300, y: 200 } } },
};

describe("overlaid", () => {
  const { document, marks } = overlaid(from, to, [
    { kind: "changed", subject: "node", node: "a", pointer: "/nodes/0" },
    { kind: "removed", subject: "node", node: "b", pointer: "/nodes/1" },
    { kind: "added", subject: "node", node: "c", pointer: "/nodes/1" },
    { kind: "removed", subject: "edge", from: "a", to: "b", pointer: "/edges/0" },
    { kind: "added", subject: "edge", from: "a", to: "c", pointer: "/edges/0" },
    { kind: "moved", subject: "layout", node: "a", pointer: "/layout/nodes/a" },
  ]);

  it("marks what was added, removed and changed, and leaves out moves", () => {
    expect(Object.fromEntries(marks)).toEqual({
      a: "changed",
      b: "removed",
      c: "added",
      "a→b": "removed",
      "a→c": "added",
    });
  });

  it("puts what was removed back where it stood", () => {
    expect(document.nodes.map((n) => n.id)).toEqual(["a", "c", "b"]);
    expect(document.edges).toHaveLength(2);
    expect(document.layout?.nodes?.b).toEqual({ x: 0, y: 200 });
    expect(document.nodes[0]?.name).toBe("A");
  });
});

it("tells the edge on failure from the one on success", () => {
  const both: ChainDocument = {
    ...to,
    edges: [
      { from: "a", to: "c" },
      { from: "a", to: "c", failure: true },
    ],
  };
  const edge = { subject: "edge", from: "a", to: "c" } as const;
  expect(edgesOfChange(from, both, { ...edge, kind: "added", pointer: "/edges/1" })).toEqual(["a→c!"]);
  expect(edgesOfChange(from, both, { ...edge, kind: "changed", pointer: "/edges/0" })).toEqual(["a→c"]);
  const removed = { ...edge, kind: "removed", pointer: "/edges/1" } as const;
  expect(edgesOfChange(both, from, removed)).toEqual(["a→c!"]);
});
