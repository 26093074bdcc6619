import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store";
import { knownAt, type Samples } from "./known";

/** The names that the glue of an edge that leaves a node can use, asked for when they are needed. */
export function useEdgeKnown(from: string, samples: Samples) {
  const { t } = useTranslation("canvas");
  return useCallback(
    () => knownAt(useEditor.getState().document, from, samples, (word) => t(`drawer.known.${word}`), true),
    [from, samples, t],
  );
}
