import type { Shape } from "@/shared/api/client";
import type { Gate, Phase, Release } from "../api/releases";

export type ApprovalPlan = NonNullable<Gate["approval"]>;

/** A phase while it is typed. `id` stays with it while others come and go. */
export type PhaseDraft = { id: number; phase: Phase; inputOk: boolean };

/** A release while it is drawn up. */
export type PlanDraft = {
  name: string;
  description: string;
  phases: PhaseDraft[];
  review: ApprovalPlan | undefined;
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

/** A plan of one level: so many holders of a role of the org. */
export function asking(role: string, quorum: number): ApprovalPlan {
  return { levels: [{ by: [{ role, org: "owner" }], quorum }] };
}

/** The role and quorum of a plan that `asking` made; undefined if it says more than that. */
export function simply(plan: ApprovalPlan | undefined): { role: string; quorum: number } | undefined {
  const level = plan?.levels[0];
  const by = level?.by[0];
  if (!level || !by?.role || plan.levels.length > 1 || level.by.length > 1) return undefined;
  const { by: _, quorum, ...more } = level;
  if (Object.keys(more).length > 0 || (by.org !== undefined && by.org !== "owner")) return undefined;
  return { role: by.role, quorum: quorum || 1 };
}
