import type { Release } from "../api/releases";

/** Where a part of a seal belongs: the phase, what of it, the node, and what is left of its pointer. */
export type Part = {
  phase: string;
  of: "steps" | "gate" | "rollbackPlan" | undefined;
  node: string;
  rest: string;
};

/** Reads the pointer of a part, such as /phases/0/chain/nodes/build/script. */
export function partOf(pointer: string, release: Pick<Release, "plan">): Part {
  const [, phases, index, ...more] = pointer.split("/");
  if (phases !== "phases" || index === undefined)
    return { phase: "", of: undefined, node: "", rest: pointer.slice(1) };
  const phase = release.plan?.phases[Number(index)]?.name ?? String(Number(index) + 1);
  const at = more.indexOf("nodes");
  const of =
    more[0] === "chain"
      ? "steps"
      : more[0] === "gates"
        ? "gate"
        : more[0] === "rollback"
          ? "rollbackPlan"
          : undefined;
  const rest = at >= 0 ? more.slice(at + 2) : more.slice(of ? 1 : 0).filter((word) => word !== "chain");
  return { phase, of, node: at >= 0 ? (more[at + 1] ?? "") : "", rest: rest.join(" › ") };
}
