import type { Shape } from "@/shared/api/client";

/** Who is asked to approve something, level by level. */
export type AskedPlan = Shape<"AskedPlanBody">;

/** A plan of one level: so many holders of a role of the org. */
export function asking(role: string, quorum: number): AskedPlan {
  return { levels: [{ by: [{ role, org: "owner" }], quorum }] };
}

/** The role and quorum of a plan that `asking` made; undefined if it says more than that. */
export function simply(plan: AskedPlan | undefined): { role: string; quorum: number } | undefined {
  const level = plan?.levels[0];
  const by = level?.by[0];
  if (!level || !by?.role || plan.levels.length > 1 || level.by.length > 1) return undefined;
  const { by: _, quorum, ...more } = level;
  if (Object.keys(more).length > 0 || (by.org !== undefined && by.org !== "owner")) return undefined;
  return { role: by.role, quorum: quorum || 1 };
}
