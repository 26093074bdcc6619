import { expect, it } from "vitest";
import type { Release } from "../api/releases";
import { canRollBack, lastToRollBack, phasesOf, stepPlace, waitingGates } from "./phases";

const release = {
  state: "executing",
  plan: {
    phases: [
      { name: "Prepare", chain: { key: "a" } },
      { name: "Canary", chain: { key: "b" }, gates: [{ window: {} }, { approval: { levels: [] } }] },
    ],
  },
  progress: [
    { phase: 1, name: "Prepare", state: "succeeded", runs: [], gates: [] },
    {
      phase: 2,
      name: "Canary",
      state: "waiting",
      runs: [],
      gates: [{ gate: 2, state: "waiting", subject_id: "a1" }],
    },
  ],
} as unknown as Release;

it("joins what is planned with how it goes", () => {
  expect(phasesOf(release).map((p) => [p.number, p.plan.name, p.progress?.state])).toEqual([
    [1, "Prepare", "succeeded"],
    [2, "Canary", "waiting"],
  ]);
  const { progress: _, ...draft } = release;
  expect(phasesOf(draft as Release)[1]?.progress).toBeUndefined();
});

it("offers a rollback of what was done, and during the execution of what is at work", () => {
  const [first, second] = phasesOf(release);
  expect(canRollBack(release, first?.progress)).toBe(true);
  expect(canRollBack(release, second?.progress)).toBe(true);
  expect(canRollBack({ ...release, state: "failed" }, second?.progress)).toBe(false);
  expect(canRollBack(release, undefined)).toBe(false);
  const asked = { ...first?.progress, rollback_requested_at: "2026-01-01T00:00:00Z" };
  expect(canRollBack(release, asked as never)).toBe(false);
  const broken = { ...asked, state: "rollback_failed", ended_at: "2026-01-01T00:00:01Z" };
  expect(canRollBack({ ...release, state: "failed" }, broken as never)).toBe(true);
  const again = { ...broken, rollback_requested_at: "2026-01-01T00:00:02Z" };
  expect(canRollBack({ ...release, state: "failed" }, again as never)).toBe(false);
});

it("takes back the last phase that has done something, not one that waits at its gate", () => {
  expect(lastToRollBack(release)?.number).toBe(1);
  const [first, second] = release.progress ?? [];
  const among = (...progress: unknown[]) => lastToRollBack({ ...release, progress } as Release)?.number;
  expect(among(first, { ...second, state: "running" })).toBe(2);
  expect(among({ ...first, state: "waiting" })).toBeUndefined();
});

it("knows the gates at which people are asked", () => {
  expect(waitingGates(release)).toEqual([{ phase: 2, approval: "a1" }]);
});

it("places a rehearsed step behind the items of the lists it stands in", () => {
  const name = (node: string) => (node === "pack" ? "Pack" : node);
  expect(stepPlace({ node: "pack" }, name)).toBe("Pack");
  expect(stepPlace({ node: "wrap", scope: "pack:1/line:0~2" }, name)).toBe("Pack 2 › line 1 › wrap");
});
