import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { failing, journalOf, second } from "../test-events";
import { fold } from "./fold";
import { emptyJournal, stepAt } from "./journal";
import { waitOf } from "./waits";

const document = {
  nodes: [
    { id: "order", kind: "script" },
    { id: "stock", name: "Look into the stock", kind: "script" },
    { id: "build", kind: "work", retry: { attempts: 3 } },
    { id: "open", kind: "switch", switch: { wait: { switch: "freeze", value: "off" } } },
    { id: "count", kind: "switch", switch: { wait: { switch: "lines", value: 3 } } },
  ],
  edges: [
    { from: "order", to: "build" },
    { from: "stock", to: "build" },
  ],
} as unknown as ChainDocument;

function wait(events: [number, string, object][] | typeof failing, node: string) {
  const journal = fold(
    emptyJournal,
    Array.isArray(events[0]) ? journalOf(events as never) : (events as never),
  );
  const step = stepAt(journal, "", node);
  return step && waitOf(step, journal, document);
}

describe("what a step waits for", () => {
  it("is the next attempt, and when it begins", () => {
    const next = { n: 2, of: 3 };
    expect(wait(failing.slice(0, 5), "build")).toEqual({
      for: "retry",
      since: second(3),
      until: second(13),
      next,
    });
    expect(wait(failing.slice(0, 7), "build")).toBeUndefined();
    expect(wait(failing, "build")).toBeUndefined();
  });

  it("is the value of a switch, as it was designed", () => {
    const begun: [number, string, object][] = [
      [0, "start", { roots: ["open", "count"] }],
      [1, "intent", { node: "open", attempt: 1, halves: [{}] }],
      [1, "suspend", { node: "open", attempt: 1, for: "switch", until: second(61) * 1000 }],
      [1, "suspend", { node: "count", attempt: 1, for: "switch" }],
    ];
    expect(wait(begun, "open")).toEqual({
      for: "switch",
      since: second(1),
      until: second(61),
      switch: { key: "freeze", value: "off" },
    });
    expect(wait(begun, "count")?.switch).toEqual({ key: "lines", value: "3" });
  });

  it("is its turn, or that a paused run is resumed", () => {
    const begun: [number, string, object][] = [[0, "start", { roots: ["order"] }]];
    expect(wait(begun, "order")).toEqual({ for: "turn", since: second(0) });
    expect(wait([...begun, [1, "pause", {}]], "order")).toEqual({ for: "paused", since: second(0) });
  });

  it("is the steps before it that are not over", () => {
    const edge = { edges: [{ to: "build", taken: true, of: 2 }] };
    const begun: [number, string, object][] = [
      [0, "start", { roots: ["order", "stock"] }],
      [0, "segment", { entries: [{ node: "order", state: "succeeded", decided: edge }] }],
    ];
    expect(wait(begun, "build")).toEqual({ for: "steps", names: ["Look into the stock"] });
  });

  it("is nothing in a run that is over, and not left out where its cause is new", () => {
    const begun: [number, string, object][] = [
      [0, "start", { roots: ["order"] }],
      [1, "suspend", { node: "order", attempt: 1, for: "tide" }],
    ];
    expect(wait(begun, "order")).toEqual({ for: "other", since: second(1) });
    expect(wait([...begun, [2, "end", { state: "canceled" }]], "order")).toBeUndefined();
  });
});
