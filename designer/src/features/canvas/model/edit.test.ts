// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of chains look like that
import { describe, expect, it } from "vitest";
import { type ChainDocument, edgeKey } from "@/shared/chain/document";
import { findNode, graphAt } from "@/shared/chain/graph";
import type { Kind, Kinds } from "@/shared/chain/kinds";
import { neighbour } from "@/shared/chain/neighbours";
import { addNote, aligned, distributed, group, moveTo, placesOf, turn, ungroup, writeNote } from "./arrange";
import { copy, paste, read } from "./clipboard";
import { connect, obstacles } from "./connect";
import { freeId, idsOf, slug } from "./ids";
import { addNode, fits, newNode } from "./insert";
import { remove, removeAndReconnect } from "./remove";
import { changeId, nameNew, renameNode } from "./rename";
import { reorderEdge, reorderNode } from "./reorder";
import { canBecome, replaceKind } from "./replace";

const kind = (name: string, ports: Partial<Kind["ports"]> = {}, schema: unknown = {}): [string, Kind] => [
  name,
  {
    name,
    ports: { in: true, out: true, failure: true, ...ports },
    schema,
    fields: false,
    keywords: [],
    title: { en: name, zh: name },
  } as unknown as Kind,
];
const kinds: Kinds = new Map([
  kind("work"),
  kind("branch", { failure: false }),
  kind("fail", { out: false, failure: false }),
  kind("each", {}, { properties: { graph: {} } }),
]);
const of = (name: string) => kinds.get(name) as Kind;

/** a → b → c, with a condition on the first edge. */
const chain: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "a", kind: "work", name: "Begin" },
    {
      id: "b",
      kind: "work",
      task: { script: "s", environment: "e", arguments: ["${{ nodes.a.output.x }} nodes.a"] },
    },
    { id: "c", kind: "work", script: { body: 'return nodes["a"].output + nodes.ab.output' } },
  ],
  edges: [
    { from: "a", to: "b", when: "nodes.a.output.ok", label: "good" },
    { from: "b", to: "c", map: "return nodes.b.output" },
  ],
  output: "${{ nodes.a.output }}",
  layout: {
    nodes: { a: { x: 0, y: 0 }, b: { x: 0, y: 120 }, c: { x: 0, y: 240 } },
    groups: [{ id: "g", name: "G", nodes: ["a", "b"] }],
  },
};
const edges = (d: ChainDocument) => d.edges.map(edgeKey);

describe("connecting", () => {
  it("adds an edge, once", () => {
    const once = connect(chain, "a", "out", "c");
    expect(once.edges.map(edgeKey)).toContain("a→c");
    expect(connect(once, "a", "out", "c")).toBe(once);
  });

  it("refuses what would close a cycle, a node itself, and what is not there", () => {
    for (const [from, to] of [
      ["c", "a"],
      ["b", "a"],
      ["a", "a"],
      ["a", "gone"],
    ] as const)
      expect(connect(chain, from, "out", to)).toBe(chain);
  });

  it("has a node follow its failure once it has an edge for it", () => {
    const next = connect(chain, "a", "failure", "c");
    expect(next.edges.at(-1)).toEqual({ from: "a", to: "c", failure: true });
    expect(next.nodes[0]?.on_failure).toBe("follow_failure_edges");
  });

  it("says for each node why it cannot be the end", () => {
    const why = obstacles(chain, kinds, "b", "out");
    expect([...why]).toEqual([
      ["a", "cycle"],
      ["b", "self"],
      ["c", "duplicate"],
    ]);
    const end = { ...chain, nodes: [...chain.nodes, { id: "f", kind: "fail" }] };
    expect(obstacles(end, kinds, "f", "out").get("a")).toBe("no_out");
    expect(obstacles(end, kinds, "b", "failure").get("c")).toBeUndefined();
  });
});

describe("adding a node", () => {
  it("after another: connected, placed below it, moving nobody", () => {
    const node = newNode(chain, of("work"));
    expect(node).toEqual({ id: "work-1", kind: "work" });
    const next = addNode(chain, [], kinds, node, { after: "c", port: "out" });
    expect(edges(next)).toContain("c→work-1");
    expect(next.layout?.nodes?.["work-1"]).toEqual({ x: 0, y: 360 });
    for (const id of ["a", "b", "c"]) expect(next.layout?.nodes?.[id]).toEqual(chain.layout?.nodes?.[id]);
  });

  it("moves nobody where nothing was placed before either", () => {
    const { layout: _, ...bare } = chain;
    const before = placesOf(bare, [], ["a", "b", "c"]);
    const next = addNode(bare, [], kinds, newNode(bare, of("work")), {});
    expect(placesOf(next, [], ["a", "b", "c"])).toEqual(before);
    const gone = remove(bare, [], { nodes: ["b"], edges: [] });
    expect(placesOf(gone, [], ["c"]).get("c")).toEqual(before.get("c"));
  });

  it("beside what already follows", () => {
    const node = newNode(chain, of("work"));
    const at = addNode(chain, [], kinds, node, { after: "a", port: "out" }).layout?.nodes?.["work-1"];
    expect(at?.y).toBe(120);
    expect(Math.abs(at?.x ?? 0)).toBeGreaterThanOrEqual(220);
  });

  it("on an edge: the condition stays with its first half, the map with its second", () => {
    const next = addNode(chain, [], kinds, newNode(chain, of("work")), { on: "a→b" });
    expect(next.edges).toContainEqual({ from: "a", to: "work-1", when: "nodes.a.output.ok", label: "good" });
    expect(next.edges).toContainEqual({ from: "work-1", to: "b" });
    expect(edges(next)).not.toContain("a→b");
    const mapped = addNode(chain, [], kinds, newNode(chain, of("work")), { on: "b→c" });
    expect(mapped.edges).toContainEqual({ from: "work-1", to: "c", map: "return nodes.b.output" });
  });

  it("with a graph inside can be filled, by the same acts", () => {
    const node = newNode(chain, of("each"));
    const outer = addNode(chain, [], kinds, node, {});
    expect(graphAt(outer, ["each-1"])).toEqual({ nodes: [], edges: [] });
    const inner = addNode(outer, ["each-1"], kinds, newNode(outer, of("work")), {});
    expect(findNode(inner, "work-1")?.kind).toBe("work");
    expect(inner.nodes).toHaveLength(4);
  });

  it("offers on an edge only what can stand there", () => {
    expect(fits(of("fail"), { on: "a→b" })).toBe(false);
    expect(fits(of("fail"), { after: "a", port: "out" })).toBe(true);
  });
});

describe("names and ids", () => {
  it("make ids out of names that have letters for it", () => {
    expect(slug("Build & check!")).toBe("build-check");
    expect(slug("Überprüfung 2")).toBe("uberprufung-2");
    expect(slug("审批")).toBe("");
    expect(slug("库存 A")).toBe("");
    expect(slug("2 fast")).toBe("fast");
    expect(freeId(new Set(["a", "a-2"]), "a")).toBe("a-3");
  });

  it("give a new node an id of its name; one in Chinese keeps the number", () => {
    const added = addNode(chain, [], kinds, newNode(chain, of("work")), { after: "c", port: "out" });
    const named = nameNew(added, "work-1", "Deploy it");
    expect(named.id).toBe("deploy-it");
    expect(edges(named.document)).toContain("c→deploy-it");
    expect(named.document.layout?.nodes?.["deploy-it"]).toBeDefined();
    expect(nameNew(added, "work-1", "审批").id).toBe("work-1");
    expect(nameNew(added, "work-1", "A").id).toBe("a-2");
  });

  it("change an id wherever it is meant, and nowhere else", () => {
    const next = changeId(chain, "a", "start-it") as ChainDocument;
    expect(next.nodes.map((n) => n.id)).toEqual(["start-it", "b", "c"]);
    expect(next.edges[0]).toMatchObject({ from: "start-it", when: 'nodes["start-it"].output.ok' });
    expect(next.nodes[1]?.task?.arguments).toEqual(['${{ nodes["start-it"].output.x }} nodes.a']);
    expect(next.nodes[2]?.script).toEqual({ body: 'return nodes["start-it"].output + nodes.ab.output' });
    expect(next.output).toBe('${{ nodes["start-it"].output }}');
    expect(next.layout?.nodes?.["start-it"]).toEqual({ x: 0, y: 0 });
    expect(next.layout?.groups?.[0]?.nodes).toEqual(["start-it", "b"]);
  });

  it("refuse an id that is taken or none", () => {
    expect(changeId(chain, "a", "b")).toBeUndefined();
    expect(changeId(chain, "a", "g")).toBeUndefined();
    expect(changeId(chain, "a", "Not an id")).toBeUndefined();
    expect(changeId(chain, "gone", "x")).toBeUndefined();
  });

  it("change a name alone without a trace elsewhere", () => {
    expect(renameNode(chain, "a", "Begin")).toBe(chain);
    expect(renameNode(chain, "a", "").nodes[0]).toEqual({ id: "a", kind: "work" });
  });
});

describe("removing", () => {
  it("takes the edges and the places with it, and empty groups", () => {
    const next = remove(chain, [], { nodes: ["a", "b"], edges: [] });
    expect(next.nodes.map((n) => n.id)).toEqual(["c"]);
    expect(next.edges).toEqual([]);
    expect(next.layout).toEqual({ nodes: { c: { x: 0, y: 240 } }, groups: [] });
  });

  it("of a group leaves its nodes", () => {
    const next = remove(chain, [], { nodes: ["g"], edges: [] });
    expect(next.nodes).toHaveLength(3);
    expect(next.layout?.groups).toEqual([]);
  });

  it("and reconnecting leads around, with the first condition and the last map", () => {
    const next = removeAndReconnect(chain, [], { nodes: ["b"], edges: [] });
    expect(next.edges).toEqual([
      { from: "a", to: "c", when: "nodes.a.output.ok", label: "good", map: "return nodes.b.output" },
    ]);
    const both = removeAndReconnect(connect(chain, "a", "out", "c") as ChainDocument, [], {
      nodes: ["b"],
      edges: [],
    });
    expect(edges(both)).toEqual(["a→c"]);
  });

  it("of nothing changes nothing", () => {
    expect(remove(chain, [], { nodes: ["gone"], edges: ["x→y"] })).toBe(chain);
  });
});

describe("the clipboard", () => {
  it("pastes what was copied with other ids, in its own expressions too", () => {
    const fragment = copy(chain, [], { nodes: ["a", "b"], edges: [] });
    const back = read(JSON.stringify(fragment));
    expect(back).toEqual(fragment);
    const { document, selection } = paste(chain, [], back as NonNullable<typeof back>, { x: 400, y: 80 });
    expect(selection).toEqual({ nodes: ["a-2", "b-2"], edges: ["a-2→b-2"] });
    expect(document.edges.at(-1)?.when).toBe('nodes["a-2"].output.ok');
    expect(findNode(document, "b-2")?.task?.arguments).toEqual(['${{ nodes["a-2"].output.x }} nodes.a']);
    expect(document.layout?.nodes?.["b-2"]).toEqual({ x: 400, y: 200 });
    expect(document.nodes.slice(0, 3)).toEqual(chain.nodes);
  });

  it("keeps ids that are free, in another chain", () => {
    const empty: ChainDocument = { ...chain, nodes: [], edges: [], layout: {} };
    const fragment = copy(chain, [], { nodes: ["g"], edges: [] });
    expect(fragment?.nodes.map((n) => n.id)).toEqual(["a", "b"]);
    const { document } = paste(empty, [], fragment as NonNullable<typeof fragment>, { x: 0, y: 0 });
    expect([...idsOf(document)].sort()).toEqual(["a", "b", "g"]);
  });

  it("takes nothing that is no fragment", () => {
    for (const text of ["", "hello", "null", "[]", '{"format":"catenary/v1","kind":"Chain","nodes":[]}'])
      expect(read(text)).toBeUndefined();
    const twice = {
      format: "catenary/v1",
      kind: "Fragment",
      nodes: [
        { id: "a", kind: "x" },
        { id: "a", kind: "x" },
      ],
    };
    expect(read(JSON.stringify(twice))).toBeUndefined();
    expect(read(JSON.stringify({ ...twice, nodes: [{ id: "A b", kind: "x" }] }))).toBeUndefined();
  });

  it("leaves behind edges that end elsewhere", () => {
    expect(copy(chain, [], { nodes: ["b"], edges: [] })?.edges).toEqual([]);
    expect(copy(chain, [], { nodes: [], edges: ["a→b"] })).toBeUndefined();
  });
});

describe("arranging", () => {
  it("aligns, distributes and moves on the grid", () => {
    const places = new Map([
      ["a", { x: 3, y: 0 }],
      ["b", { x: 80, y: 50 }],
      ["c", { x: 41, y: 300 }],
    ]);
    expect([...aligned(places, "left").values()].map((p) => p.x)).toEqual([3, 3, 3]);
    expect([...distributed(places, "y").values()].map((p) => p.y)).toEqual([0, 150, 300]);
    const moved = moveTo(chain, [], new Map([["a", { x: 13, y: 21 }]]));
    expect(moved.layout?.nodes?.a).toEqual({ x: 16, y: 24 });
    expect(moveTo(chain, [], placesOf(chain, [], ["a", "b"]))).toBe(chain);
  });

  it("groups nodes, each in one group at most, and ungroups them", () => {
    const { document, id } = group(chain, ["b", "c"], "New");
    expect(document.layout?.groups).toEqual([
      { id: "g", name: "G", nodes: ["a"] },
      { id, name: "New", nodes: ["b", "c"] },
    ]);
    expect(ungroup(document, ["c"]).layout?.groups).toEqual([{ id: "g", name: "G", nodes: ["a"] }]);
    expect(ungroup(chain, ["c"])).toBe(chain);
  });

  it("puts a note beside what is there, and takes away one that was emptied", () => {
    const { document, id } = addNote(chain, "Mind this", { x: 0, y: 0 });
    const note = document.layout?.notes?.[0];
    expect(note).toMatchObject({ id, text: "Mind this" });
    expect(Math.abs(note?.x ?? 0) + Math.abs(note?.y ?? 0)).toBeGreaterThan(0);
    expect(writeNote(document, id, "Else").layout?.notes?.[0]?.text).toBe("Else");
    expect(writeNote(document, id, " ").layout?.notes).toEqual([]);
  });

  it("turns there and back", () => {
    const right = turn(chain, "right");
    expect(right.layout?.nodes?.b).toEqual({ x: 304, y: 0 });
    expect(turn(right, "down").layout?.nodes).toEqual(chain.layout?.nodes);
  });
});

describe("order", () => {
  it("changes among nodes of one layer and edges of one node", () => {
    const g = {
      nodes: ["a", "b", "c"].map((id) => ({ id, kind: "work" })),
      edges: [
        { from: "a", to: "b" },
        { from: "a", to: "c" },
      ],
    };
    expect(reorderNode(g, "c", -1).nodes.map((n) => n.id)).toEqual(["a", "c", "b"]);
    expect(reorderNode(g, "b", -1)).toBe(g);
    expect(reorderEdge(g, "a→b", 1).edges.map(edgeKey)).toEqual(["a→c", "a→b"]);
    expect(reorderEdge(g, "a→b", -1)).toBe(g);
  });

  it("lets arrows go along edges, then to what stands there", () => {
    const places = placesOf(chain, [], ["a", "b", "c"]);
    expect(neighbour(chain, places, "down", undefined, "down")).toBe("a");
    expect(neighbour(chain, places, "down", "a", "down")).toBe("b");
    expect(neighbour(chain, places, "down", "c", "up")).toBe("b");
    expect(neighbour(chain, places, "down", "a", "left")).toBeUndefined();
  });
});

describe("another kind for a node", () => {
  const text = { type: "string" };
  const all: Kinds = new Map([
    [...kind("work", {}, { properties: { task: {}, execution: text } })].map((k) =>
      typeof k === "string" ? k : { ...k, fields: true },
    ) as [string, Kind],
    kind("http", {}, { properties: { url: text, body: { type: "object" }, method: text } }),
    kind("notify", {}, { properties: { url: text, body: text } }),
    kind("fail", { out: false, failure: false }),
  ]);
  const kindOf = (name: string) => all.get(name) as Kind;
  const drawn: ChainDocument = {
    ...chain,
    nodes: [
      {
        id: "a",
        kind: "http",
        name: "Ask",
        timeout: "5s",
        http: { url: "https://e", body: { x: 1 }, method: "POST" },
      },
      { id: "b", kind: "work", join: "any", task: { script: "s", environment: "e" }, execution: "parallel" },
      { id: "c", kind: "notify" },
    ],
  };

  it("keeps name, place, edges, what every kind has, and the fields that mean the same", () => {
    const next = replaceKind(drawn, "a", kindOf("http"), kindOf("notify"));
    expect(findNode(next, "a")).toEqual({
      id: "a",
      name: "Ask",
      timeout: "5s",
      kind: "notify",
      notify: { url: "https://e" },
    });
    expect(edges(next)).toEqual(edges(drawn));
    expect(next.layout).toBe(drawn.layout);
  });

  it("takes away what stood in the node itself", () => {
    const next = replaceKind(drawn, "b", kindOf("work"), kindOf("http"));
    expect(findNode(next, "b")).toEqual({ id: "b", kind: "http", join: "any" });
  });

  it("is one that the edges at it still fit", () => {
    expect(canBecome(drawn, "b", kindOf("notify"))).toBe(true);
    expect(canBecome(drawn, "b", kindOf("fail"))).toBe(false);
    expect(canBecome(drawn, "c", kindOf("fail"))).toBe(true);
  });
});
