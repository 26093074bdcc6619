import { expect, it } from "vitest";
import type { Approval } from "../api/queries";
import { isOfRelease, levelsOf, ownPath, releaseOf, runOf, whyNot } from "./standing";

const approval = {
  state: "waiting",
  subject: { kind: "step", id: "s" },
  level: 1,
  levels: [
    { by: [], quorum: 1, name: "Manager" },
    { by: [], quorum: 2 },
    { by: [], quorum: 1 },
  ],
  extra: 1,
  decisions: [
    { by: "u1", level: 0, verdict: "approve", digest: "d", at: "2026-01-01T00:00:00Z" },
    { by: "u2", level: 1, verdict: "approve", digest: "d", at: "2026-01-01T00:00:00Z" },
  ],
  authors: ["u3"],
  requester: "u4",
  may_decide: false,
  can: ["run:view", "approval:decide"],
} as unknown as Approval;

it("says how far each level is", () => {
  expect(levelsOf(approval)).toEqual([
    { name: "Manager", state: "done", yes: 1, of: 1 },
    { name: "", state: "now", yes: 1, of: 3 },
    { name: "", state: "later", yes: 0, of: 1 },
  ]);
  expect(levelsOf({ ...approval, state: "rejected" }).map((l) => l.state)).toEqual([
    "done",
    "stopped",
    "later",
  ]);
});

it("says why somebody does not decide", () => {
  expect(whyNot(approval, "u3")).toBe("author");
  expect(whyNot(approval, "u4")).toBe("author");
  expect(whyNot(approval, "u2")).toBe("decided");
  expect(whyNot(approval, "u9")).toBe("others");
  expect(whyNot({ ...approval, can: ["run:view"] }, "u9")).toBe("permission");
  expect(whyNot({ ...approval, may_decide: true }, "u9")).toBeUndefined();
  expect(whyNot({ ...approval, state: "expired", may_decide: true }, "u9")).toBe("over");
});

it("knows the release, and the phase at whose gate people are asked", () => {
  const of = (kind: string, id: string) => ({ subject: { kind, id } });
  expect(isOfRelease(of("step", "s"))).toBe(false);
  expect(isOfRelease(of("release_gate", "r1/2/0"))).toBe(true);
  expect(releaseOf(of("release", "r1"))).toEqual({ release: "r1", phase: 0 });
  expect(releaseOf(of("release_gate", "r1/2/0"))).toEqual({ release: "r1", phase: 2 });
});

it("knows the run that a step belongs to", () => {
  expect(runOf("/o/1/runs/2")).toBe("2");
  expect(runOf("/o/1/releases/2")).toBeUndefined();
  expect(runOf("https://erp.example.org/o/1/runs/2")).toBeUndefined();
  expect(runOf(undefined)).toBeUndefined();
});

it("follows links of its own only", () => {
  expect(ownPath("/o/1/runs/2")).toBe("/o/1/runs/2");
  expect(ownPath("https://erp.example.org/1")).toBeUndefined();
  expect(ownPath("//erp.example.org")).toBeUndefined();
  expect(ownPath(undefined)).toBeUndefined();
});
