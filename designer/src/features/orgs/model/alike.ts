import type { Shape } from "@/shared/api/client";

type Right = Shape<"PreviewRightBody">;

/** Those for whom the same changes in the same org. */
export type Alike = Pick<Right, "org" | "gains" | "loses"> & { who: string[] };

/** Puts together whose rights change alike, in the order in which they come. */
export function alike(rights: Right[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const { subject, org, gains, loses } of rights) {
    const key = JSON.stringify([org.id, gains, loses]);
    const group = groups.get(key) ?? { org, gains, loses, who: [] };
    group.who.push(subject.name ?? subject.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}
