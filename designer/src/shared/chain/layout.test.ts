import { describe, expect, it } from "vitest";
import type { Graph } from "./document";
import { card, inLayers, layered, Places, positions } from "./layout";
import { inOrder, outline } from "./outline";

function graph(ids: string, ...edges: string[]): Graph {
  return {
    nodes: [...ids].map((id) => ({ id, kind: "work" })),
    edges: edges.map((e) => ({ from: e[0] ?? "", to: e[1] ?? "" })),
  };
}

function overlaps(points: { x: number; y: number }[]): number {
  let n = 0;
  for (const [i, a] of points.entries())
    for (const b of points.slice(i + 1))
      if (Math.abs(a.x - b.x) < card.width && Math.abs(a.y - b.y) < card.height) n++;
  return n;
}

describe("the layered layout", () => {
  it("puts each node after the last one it follows", () => {
    expect(inLayers(graph("abcd", "ab", "bc", "ac", "cd"))).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("ends, with every node, even where nodes wait for each other", () => {
    const layers = inLayers(graph("abcx", "ab", "bc", "ca"));
    expect(layers.flat().sort()).toEqual(["a", "b", "c", "x"]);
  });

  it("lets no card cover another, in either direction", () => {
    const wide = graph("abcdefgh", "ab", "ac", "ad", "be", "ce", "df", "dg", "eh");
    for (const direction of ["down", "right"] as const)
      expect(overlaps([...layered(wide, direction).values()])).toBe(0);
  });

  it("lays out a thousand nodes at once", () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => ({ id: `n${i}`, kind: "work" }));
    const edges = nodes.slice(1).map((n, i) => ({ from: `n${Math.floor(i / 3)}`, to: n.id }));
    const places = layered({ nodes, edges }, "down");
    expect(places.size).toBe(1000);
    expect(overlaps([...places.values()])).toBe(0);
  });
});

describe("places", () => {
  it("are those of the layout; a node it does not know comes after the one it follows and covers none", () => {
    const places = positions(graph("abc", "ab", "ac"), {
      nodes: { a: { x: 8, y: 16 }, b: { x: 8, y: 136 } },
    });
    expect(places.get("a")).toEqual({ x: 8, y: 16 });
    expect(places.get("b")).toEqual({ x: 8, y: 136 });
    expect(places.get("c")?.y).toBeGreaterThan(16);
    expect(overlaps([...places.values()])).toBe(0);
  });

  it("are on the grid, next to what is taken", () => {
    const p = new Places([{ x: 0, y: 0 }]).free({ x: 3, y: 5 }, "down");
    expect([p.x % 8, p.y % 8].map(Math.abs)).toEqual([0, 0]);
    expect(overlaps([{ x: 0, y: 0 }, p])).toBe(0);
  });
});

describe("the outline", () => {
  it("has the nodes in the order of a run, below each its edges and what is inside", () => {
    const g = graph("cab", "ab", "bc");
    expect(inOrder(g)).toEqual(["a", "b", "c"]);
    const [c, a, b] = g.nodes;
    const document = {
      format: "catenary/v1" as const,
      kind: "Chain" as const,
      key: "k",
      name: "K",
      nodes: [c, a, { ...b, kind: "each", each: { graph: graph("i") } }] as Graph["nodes"],
      edges: g.edges,
    };
    expect(outline(document).map((l) => `${"  ".repeat(l.depth)}${l.id}`)).toEqual([
      "n:a",
      "  e:a→b",
      "n:b",
      "  e:b→c",
      "  n:i",
      "n:c",
    ]);
    expect(outline(document, (id) => id !== "n:b").map((l) => l.id)).toEqual(["n:a", "e:a→b", "n:b", "n:c"]);
  });
});
