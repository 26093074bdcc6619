import type { Phase, Progress, Release } from "../api/releases";

/** A phase as it is planned, with how it goes once the release is executed. */
export type PhaseSeen = { number: number; plan: Phase; progress: Progress | undefined };

/** The phases of a release in their order. */
export function phasesOf(release: Release): PhaseSeen[] {
  return (release.plan?.phases ?? []).map((plan, i) => ({
    number: i + 1,
    plan,
    progress: release.progress?.find((p) => p.phase === i + 1),
  }));
}

/** Whether a phase has done something, or is about to, that could be taken back. */
export function canRollBack(release: Release, progress: Progress | undefined): boolean {
  if (!progress) return false;
  if (progress.state === "rollback_failed") {
    return release.state !== "executing" && !askedAgain(progress);
  }
  if (progress.rollback_requested_at) return false;
  if (progress.state === "succeeded") return true;
  return release.state === "executing" && (progress.state === "running" || progress.state === "waiting");
}

/** The phase that is taken back first: the last one that has done something, so none that only waits at its gate. */
export function lastToRollBack(release: Release): PhaseSeen | undefined {
  return phasesOf(release).findLast(
    (p) => p.progress?.state !== "waiting" && canRollBack(release, p.progress),
  );
}

/** Whether another rollback was asked for since the last one failed. */
function askedAgain({ rollback_requested_at: asked, ended_at: failed }: Progress): boolean {
  return Boolean(asked && failed && Date.parse(asked) > Date.parse(failed));
}

/** Whether a release can be tried out: by who may start runs, until it is executed. */
export function canRehearse(release: Release): boolean {
  const before = release.state === "draft" || release.state === "in_review" || release.state === "approved";
  return before && release.can.some((p) => p === "run:start");
}

/** The gates that people are asked for now, by the ids of their approvals. */
export function waitingGates(release: Release): { phase: number; approval: string }[] {
  return phasesOf(release).flatMap(({ number, plan, progress }) =>
    (progress?.gates ?? [])
      .filter((g) => g.state === "waiting" && plan.gates?.[g.gate - 1]?.approval)
      .map((g) => ({ phase: number, approval: g.subject_id })),
  );
}

/** A rehearsed step as people read it: behind the lists it stands in, each with its item from 1. */
export function stepPlace(
  step: { node: string; scope?: string | undefined },
  name: (node: string) => string,
): string {
  const lists = (step.scope ?? "").split("/").filter(Boolean);
  const items = lists.map((at) => {
    const [node = "", item = ""] = at.split(":");
    return `${name(node)} ${Number.parseInt(item, 10) + 1}`;
  });
  return [...items, name(step.node)].join(" › ");
}
