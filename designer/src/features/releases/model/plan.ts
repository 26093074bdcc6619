import type { Shape } from "@/shared/api/client";
import { type AskedPlan, asking } from "@/shared/kit/asked-plan";
import type { Gate, Phase, Release } from "../api/releases";

/** A phase while it is typed. `id` stays with it while others come and go. */
export type PhaseDraft = { id: number; phase: Phase; inputOk: boolean };

/** A release while it is drawn up. */
export type PlanDraft = {
  name: string;
  description: string;
  phases: PhaseDraft[];
  review: AskedPlan | undefined;
  validDays: number | undefined;
};

let ids = 0;

export function newPhase(name = ""): PhaseDraft {
  return { id: ++ids, phase: { name, chain: { key: "" } }, inputOk: true };
}

/** What a release is edited from; without one, a new release with one phase. */
export function draftOf(release: Release | undefined, firstPhase: string): PlanDraft {
  if (!release?.plan)
    return {
      name: "",
      description: "",
      phases: [newPhase(firstPhase)],
      review: undefined,
      validDays: undefined,
    };
  return {
    name: release.name,
    description: release.description,
    phases: release.plan.phases.map((phase) => ({ id: ++ids, phase, inputOk: true })),
    review: release.plan.review,
    validDays: release.plan.valid_days,
  };
}

/** Whether all that must be typed is. */
export function isWhole(draft: PlanDraft): boolean {
  return (
    draft.name.trim() !== "" &&
    draft.phases.length > 0 &&
    draft.phases.every((p) => p.inputOk && p.phase.name.trim() !== "" && p.phase.chain.key !== "")
  );
}

/** What the server is sent. */
export function bodyOf(draft: PlanDraft): Shape<"CreateReleaseInputBody"> {
  return {
    name: draft.name.trim(),
    phases: draft.phases.map(({ phase }) => ({ ...phase, name: phase.name.trim() })),
    ...(draft.description.trim() ? { description: draft.description.trim() } : {}),
    ...(draft.review ? { review: draft.review } : {}),
    ...(draft.validDays ? { valid_days: draft.validDays } : {}),
  };
}

export type GateKind = "approval" | "check" | "window" | "freeze";

/** A gate as it begins. */
export function newGate(kind: GateKind, timeZone: string): Gate {
  switch (kind) {
    case "approval":
      return { approval: asking("approver", 1) };
    case "check":
      return { check: { chain: { key: "" } } };
    case "window":
      return { window: { from: "22:00", to: "05:00", time_zone: timeZone } };
    case "freeze":
      return { freeze: { calendar: "", time_zone: timeZone } };
  }
}
