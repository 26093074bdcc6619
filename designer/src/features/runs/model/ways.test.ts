import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { journalOf } from "../test-events";
import { fold } from "./fold";
import { emptyJournal } from "./journal";
import { waysOf } from "./ways";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "decide", kind: "branch" },
    { id: "low", kind: "script" },
    { id: "high", kind: "script", on_failure: "follow_failure_edges" },
    { id: "tell", kind: "notify" },
    {
      id: "pack",
      kind: "each",
      each: {
        graph: {
          nodes: [
            { id: "wrap", kind: "script" },
            { id: "label", kind: "script" },
          ],
          edges: [{ from: "wrap", to: "label" }],
        },
      },
    },
  ],
  edges: [
    { from: "decide", to: "low", when: "input.risk < 3" },
    { from: "decide", to: "high", otherwise: true },
    { from: "high", to: "tell" },
    { from: "high", to: "tell", failure: true },
    { from: "low", to: "pack" },
  ],
};

const begun = journalOf([
  [0, "start", { roots: ["decide"] }],
  [
    0,
    "segment",
    {
      entries: [
        {
          node: "decide",
          state: "succeeded",
          decided: {
            edges: [
              { to: "low", of: 1 },
              { to: "high", taken: true, of: 1 },
            ],
          },
        },
      ],
    },
  ],
]);
const ended = (state: string) =>
  journalOf(
    [
      [
        1,
        "segment",
        {
          entries: [
            {
              node: "high",
              state,
              decided: {
                edges: [
                  { to: "tell", taken: state === "succeeded", of: 2 },
                  { to: "tell", taken: state === "failed", of: 2 },
                ],
              },
            },
          ],
        },
      ],
    ],
    begun.length + 1,
  );
const ways = (over: boolean, ...events: Parameters<typeof fold>[1]) =>
  Object.fromEntries(waysOf(fold(emptyJournal, events).scopes.get(""), document, over));

describe("the ways of a run", () => {
  it("are taken or left as its journal decided, and neither while they are open", () => {
    expect(ways(false, ...begun)).toEqual({ "decide→low": "left", "decide→high": "taken" });
  });

  it("tell the edge for failure from the other between the same nodes", () => {
    expect(ways(false, ...begun, ...ended("succeeded"))).toMatchObject({
      "high→tell": "taken",
      "high→tell!": "left",
    });
    expect(ways(false, ...begun, ...ended("failed"))).toMatchObject({
      "high→tell": "left",
      "high→tell!": "taken",
    });
  });

  it("are left at the end where the run never came to", () => {
    expect(ways(true, ...begun)).toEqual({
      "decide→low": "left",
      "decide→high": "taken",
      "high→tell": "left",
      "high→tell!": "left",
      "low→pack": "left",
    });
  });

  it("are those of the graph of an item too", () => {
    const journal = fold(
      emptyJournal,
      journalOf([
        [0, "start", { roots: ["pack"] }],
        [0, "expand", { node: "pack", attempt: 1, items: ["a"], at_once: 1, roots: ["wrap"] }],
        [
          1,
          "segment",
          {
            scope: "pack:0",
            entries: [
              { node: "wrap", state: "succeeded", decided: { edges: [{ to: "label", taken: true, of: 1 }] } },
            ],
          },
        ],
      ]),
    );
    expect([...waysOf(journal.scopes.get("pack:0"), document, false)]).toEqual([["wrap→label", "taken"]]);
  });
});
