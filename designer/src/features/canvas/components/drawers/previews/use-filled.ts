import { useMemo } from "react";
import { useGlueSample, useGlueTrial } from "@/shared/schema-form/glue-trial";
import { expressionsIn, filled } from "../../../model/filled";

/** A value with what its expressions were in the sample; what is not known stands as it is written. */
export function useFilled(value: unknown): unknown {
  const sample = useGlueSample();
  const asked = useMemo(() => expressionsIn(value), [value]);
  const { results } = useGlueTrial(
    sample,
    asked.map((text) => ({ kind: "expression", text })),
  );
  return useMemo(() => {
    const known = new Map<string, unknown>();
    for (const [i, text] of asked.entries()) {
      const result = results?.[i];
      if (result && !result.problem) known.set(text, result.value);
    }
    return filled(value, known);
  }, [value, asked, results]);
}
