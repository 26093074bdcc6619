import { expect, it } from "vitest";
import { emptyJournal, type Journal } from "./journal";
import { scopeAlong } from "./names";

const step = (scope: string, node: string) => ({ scope, node, attempts: [{ number: 1 }] });
const scope = (path: string, steps: unknown[], state?: string) => ({
  path,
  state,
  steps: new Map(steps.map((s) => [(s as { node: string }).node, s])),
});

const journal = {
  ...emptyJournal,
  scopes: new Map(
    [
      scope("", [step("", "pack"), step("", "later")]),
      scope("pack:0", [step("pack:0", "box")], "succeeded"),
      scope("pack:1", [step("pack:1", "box")], "failed"),
      scope("pack:1/box:0", [], "succeeded"),
      scope("pack:0/box:10", [], "succeeded"),
      scope("pack:0/box:1", [], "succeeded"),
    ].map((s) => [s.path, s]),
  ),
} as unknown as Journal;

it("finds the items to look at: those that are looked at, those that failed, the first", () => {
  expect(scopeAlong(journal, [], "pack:0")).toBe("");
  expect(scopeAlong(journal, ["pack"], "")).toBe("pack:1");
  expect(scopeAlong(journal, ["pack"], "pack:0/box:10")).toBe("pack:0");
  expect(scopeAlong(journal, ["pack", "box"], "pack:0/box:10")).toBe("pack:0/box:10");
  expect(scopeAlong(journal, ["pack", "box"], "pack:0")).toBe("pack:0/box:1");
  expect(scopeAlong(journal, ["pack", "box"], "")).toBe("pack:1/box:0");
  expect(scopeAlong(journal, ["later"], "")).toBeUndefined();
});
