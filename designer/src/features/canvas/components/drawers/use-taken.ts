import type { ChainEdge } from "@/shared/chain/document";
import { type GlueSample, useGlueTrial } from "@/shared/schema-form/glue-trial";

/** What becomes of an edge with the sample: taken or not, or why that cannot be told. */
export type Fate = { taken: boolean } | { problem: string };

/**
 * Which of the edges that leave a node would be taken with the sample. The node has succeeded in it; what
 * decides is told by the server, edge by edge.
 */
export function useTaken(
  edges: readonly { key: string; edge: ChainEdge }[],
  given: GlueSample | undefined,
): ReadonlyMap<string, Fate> {
  const asked = edges.filter(({ edge }) => edge.when?.trim() && !edge.otherwise && !edge.failure);
  const { results } = useGlueTrial(
    given,
    asked.map(({ edge }) => ({ kind: "condition", text: edge.when ?? "" })),
  );
  const fates = new Map<string, Fate>();
  if (!given || (asked.length > 0 && !results)) return fates;
  asked.forEach(({ key }, i) => {
    const problem = results?.[i]?.problem;
    fates.set(key, problem ? { problem: problem.message } : { taken: results?.[i]?.value === true });
  });
  const open = edges.filter(({ edge }) => !edge.failure);
  for (const { key, edge } of open)
    if (!edge.otherwise && edge.when === undefined) fates.set(key, { taken: true });
  // One condition that fails fails the node, so that nothing can be said of the rest.
  const known = open.filter(({ edge }) => !edge.otherwise).map(({ key }) => fates.get(key));
  if (known.some((f) => f === undefined || "problem" in f)) return fates;
  const some = known.some((f) => f && "taken" in f && f.taken);
  for (const { key, edge } of open) if (edge.otherwise) fates.set(key, { taken: !some });
  return fates;
}
