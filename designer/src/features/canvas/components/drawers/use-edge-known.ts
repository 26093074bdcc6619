import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store";
import { knownAt, type Samples } from "./known";
import { useSwitches } from "./use-switches";

/** The names that the glue of an edge that leaves a node can use, asked for when they are needed. */
export function useEdgeKnown(from: string, samples: Samples) {
  const { t } = useTranslation("canvas");
  const switches = useSwitches();
  return useCallback(
    () =>
      knownAt(
        useEditor.getState().document,
        from,
        samples,
        (word) => t(`drawer.known.${word}`),
        switches,
        true,
      ),
    [from, samples, t, switches],
  );
}
