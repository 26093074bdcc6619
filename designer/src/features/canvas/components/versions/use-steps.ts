import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import type { Selected } from "@/shared/flow/chain-picture";
import type { Change } from "../../api/compare";

/** Goes from one difference to the next (`[` and `]`), and selects what it is about. */
export function useSteps(
  changes: readonly Change[],
  edges: (change: Change) => string[],
  select: (s: Selected) => void,
) {
  const { t } = useTranslation("canvas");
  const [at, setAt] = useState(-1);
  const go = (index: number) => {
    const next = (index + changes.length) % Math.max(changes.length, 1);
    const change = changes[next];
    if (!change) return;
    setAt(next);
    if (change.subject === "node" && change.node) select({ nodes: [change.node], edges: [] });
    else if (change.subject === "edge") select({ nodes: [], edges: edges(change) });
    else select({ nodes: [], edges: [] });
  };
  const actions: Action[] = [
    {
      id: "canvas.nextChange",
      label: t("versions.next"),
      keys: ["]"],
      enabled: changes.length > 0,
      perform: () => go(at + 1),
    },
    {
      id: "canvas.previousChange",
      label: t("versions.previous"),
      keys: ["["],
      enabled: changes.length > 0,
      perform: () => go(at < 0 ? -1 : at - 1),
    },
  ];
  useActions(actions);
  return { at, go };
}
