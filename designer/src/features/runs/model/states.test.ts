import { expect, it } from "vitest";
import type { Scope, Step, StepState } from "./journal";
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
