import { expect, it } from "vitest";
import { partOf } from "./part";

const release = { plan: { phases: [{ name: "Prepare", chain: { key: "a" } }] } };

it("tells a part of a seal by the phase, what of it, and the node", () => {
  expect(partOf("/phases/0/chain/nodes/build/script", release)).toEqual({
    phase: "Prepare",
    of: "steps",
    node: "build",
    rest: "script",
  });
  expect(partOf("/phases/0/rollback/chain/edges", release)).toEqual({
    phase: "Prepare",
    of: "rollbackPlan",
    node: "",
    rest: "edges",
  });
  expect(partOf("/phases/0/input", release)).toMatchObject({ of: undefined, rest: "input" });
  expect(partOf("/phases/4/gates/0", release)).toMatchObject({ phase: "5", of: "gate", rest: "0" });
  expect(partOf("/description", release)).toMatchObject({ phase: "", rest: "description" });
});
