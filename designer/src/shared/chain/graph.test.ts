import { describe, expect, it } from "vitest";
import { canonical, same } from "./canonical";
import type { ChainDocument } from "./document";
import {
  changeEdge,
  changeGraph,
  changeNode,
  findEdge,
  findNode,
  followers,
  graphAt,
  pathTo,
  reaches,
} from "./graph";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "a", kind: "script" },
    {
      id: "all",
      kind: "each",
      each: {
        items: "x",
        graph: {
          nodes: [
            { id: "in1", kind: "work" },
            { id: "in2", kind: "work" },
          ],
          edges: [{ from: "in1", to: "in2" }],
        },
      },
    },
  ],
  edges: [{ from: "a", to: "all", failure: true }],
};

describe("the graphs of a document", () => {
  it("are found by path, nodes and edges wherever they stand", () => {
    expect(pathTo(document, "in2")).toEqual(["all"]);
    expect(pathTo(document, "gone")).toBeUndefined();
    expect(graphAt(document, ["all"])?.nodes.map((n) => n.id)).toEqual(["in1", "in2"]);
    expect(graphAt(document, ["a"])).toBeUndefined();
    expect(findNode(document, "in1")?.kind).toBe("work");
    expect(findEdge(document, "in1→in2")).toEqual({ from: "in1", to: "in2" });
    expect(findEdge(document, "a→all!")?.failure).toBe(true);
    expect(findEdge(document, "a→all")).toBeUndefined();
  });

  it("are changed without changing what was given, and only where the change is", () => {
    const text = JSON.stringify(document);
    const named = changeNode(document, "in1", (n) => ({ ...n, name: "First" }));
    expect(findNode(named, "in1")?.name).toBe("First");
    expect(named.nodes[0]).toBe(document.nodes[0]);
    expect(named.nodes[1]?.each).toMatchObject({ items: "x" });
    const labelled = changeEdge(document, "in1→in2", (e) => ({ ...e, label: "next" }));
    expect(findEdge(labelled, "in1→in2")?.label).toBe("next");
    expect(JSON.stringify(document)).toBe(text);
  });

  it("stay the same object if nothing changes", () => {
    expect(changeNode(document, "in1", (n) => n)).toBe(document);
    expect(changeNode(document, "gone", (n) => ({ ...n, name: "x" }))).toBe(document);
    expect(changeGraph(document, ["all"], (g) => g)).toBe(document);
    expect(changeGraph(document, ["a"], (g) => ({ ...g, nodes: [] }))).toBe(document);
  });

  it("tell what leads where", () => {
    expect(reaches(followers(document), "a", "all")).toBe(true);
    expect(reaches(followers(document), "all", "a")).toBe(false);
  });
});

describe("the canonical form", () => {
  it("is the same whatever the order of nodes, edges and keys, inside too", () => {
    const [a, all] = document.nodes;
    const inner = graphAt(document, ["all"]);
    const turned: ChainDocument = {
      ...document,
      nodes: [
        {
          each: { graph: { edges: inner?.edges, nodes: inner?.nodes.toReversed() }, items: "x" },
          kind: "each",
          id: "all",
        },
        { kind: "script", id: "a" },
      ] as ChainDocument["nodes"],
    };
    expect(a && all && canonical(turned)).toBe(canonical(document));
    expect(same(turned, document)).toBe(true);
    expect(
      same(
        changeNode(document, "a", (n) => ({ ...n, name: "A" })),
        document,
      ),
    ).toBe(false);
  });

  it("leaves out what is not set", () => {
    const unset = changeNode(document, "a", (n) => ({ ...n, undo: undefined }) as never);
    expect(same(unset, document)).toBe(true);
  });
});
