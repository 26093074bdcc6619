import { expect, it } from "vitest";
import type { ChainNode, Graph } from "../chain/document";
import { undoLane } from "./undo-lane";

const node = (id: string, undone = true): ChainNode => ({
  id,
  kind: "script",
  ...(undone ? { undo: { kind: "script" } } : {}),
});
const graph: Graph = {
  nodes: [node("first"), node("left"), node("right"), node("told", false)],
  edges: [
    { from: "first", to: "left" },
    { from: "first", to: "right" },
    { from: "left", to: "told" },
  ],
};
const places = new Map([
  ["first", { x: 128, y: 0 }],
  ["left", { x: 0, y: 120 }],
  ["right", { x: 256, y: 120 }],
  ["told", { x: 0, y: 240 }],
]);

it("stands left of a chain that flows down, each undo at its node, the last node first", () => {
  const lane = undoLane(graph, places, "down");
  expect(lane.map((n) => [n.data.turn, n.id])).toEqual([
    [1, "undo:right"],
    [2, "undo:left"],
    [3, "undo:first"],
  ]);
  expect(lane.map((n) => n.position)).toEqual([
    { x: -260, y: 120 },
    { x: -520, y: 120 },
    { x: -260, y: 0 },
  ]);
});

it("stands above a chain that flows to the right", () => {
  const along = new Map([...places].map(([id, p]) => [id, { x: p.y, y: p.x }]));
  expect(undoLane(graph, along, "right").map((n) => n.position)).toEqual([
    { x: 120, y: -104 },
    { x: 120, y: -208 },
    { x: 0, y: -104 },
  ]);
});

it("has nothing where nothing can be undone", () => {
  expect(undoLane({ nodes: [node("told", false)], edges: [] }, places, "down")).toEqual([]);
});
