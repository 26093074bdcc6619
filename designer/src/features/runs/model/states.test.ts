import { expect, it } from "vitest";
import { failing, journalOf } from "../test-events";
import { fold } from "./fold";
import { emptyJournal, type Scope, type Step, type StepState } from "./journal";
import { statesOf } from "./states";

const step = (node: string, state: StepState): [string, Step] => [
  node,
  { scope: "", node, state, attempts: [], spans: [], arrived: { in: 0, refused: 0, of: 1, need: 1 } },
];
const scope: Scope = {
  path: "",
  begunAt: 0,
  steps: new Map([step("read", "succeeded"), step("assess", "failed"), step("pay", "pending")]),
  edges: new Map(),
};

it("shows what waits for others while the run goes on, and not what an ended run did not come to", () => {
  expect([...statesOf(scope, undefined, "test", false)].map(([id, s]) => `${id} ${s.state}`)).toEqual([
    "read succeeded",
    "assess failed",
    "pay pending",
  ]);
  expect([...statesOf(scope, undefined, "test", true).keys()]).toEqual(["read", "assess"]);
});

it("tells how long a step worked and how long it waited apart, and counts nothing that goes on", () => {
  const times = (events: typeof failing, node = "build") => {
    const { ms, waitedMs } =
      statesOf(fold(emptyJournal, events).scopes.get(""), undefined, "test", false).get(node) ?? {};
    return { ms, waitedMs };
  };
  expect(times(failing)).toEqual({ ms: 4000, waitedMs: 11_000 });
  expect(times(failing.slice(0, 5))).toEqual({ ms: undefined, waitedMs: 1000 });
  const asked = journalOf([
    [0, "start", { roots: ["ask"] }],
    [0, "suspend", { node: "ask", attempt: 1, for: "people" }],
    [2460, "resume", { node: "ask" }],
    [2460, "segment", { entries: [{ node: "ask", state: "succeeded" }] }],
  ]);
  expect(times(asked, "ask")).toEqual({ ms: undefined, waitedMs: 2_460_000 });
});

it("keeps quiet about the moment in which every step waits for its turn, and about what was given", () => {
  const quick = journalOf([
    [0, "start", { roots: ["a", "b"] }],
    [0.9, "intent", { node: "a", attempt: 1, halves: [{}] }],
    [2, "segment", { entries: [{ node: "a", state: "succeeded" }] }],
    [5, "segment", { entries: [{ node: "b", state: "succeeded", given: true }] }],
  ]);
  const states = statesOf(fold(emptyJournal, quick).scopes.get(""), undefined, "before", false);
  expect(states.get("a")).toEqual({ state: "succeeded", ms: 1100 });
  expect(states.get("b")?.waitedMs).toBeUndefined();
});
