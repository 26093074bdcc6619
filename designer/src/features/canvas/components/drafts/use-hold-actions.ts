import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import type { Shape } from "@/shared/api/client";
import { whyNot } from "@/shared/kit/why-not";

type Options = {
  chain: Shape<"ChainBody"> | undefined;
  /** The window is too narrow to draw in. */
  narrow: boolean;
  /** The draft is edited here. */
  held: boolean;
  /** It is edited elsewhere; nobody's name is one's own other window. */
  other: { name: string } | undefined;
  /** Somebody has asked already, and nobody has answered. */
  waits: boolean;
  edit: () => void;
  end: () => void;
  takeOver: () => void;
  ask: () => void;
};

/** Who edits, as actions: begin and end, or take over and ask where somebody else does. */
export function useHoldActions({ chain, narrow, held, other, waits, ...acts }: Options): void {
  const { t } = useTranslation("canvas");
  const lacking = chain && whyNot("chain:edit", chain);
  const why = lacking ?? (narrow ? t("draft.narrow") : undefined);
  const watching = (id: string, label: string, perform: () => void): Action => ({
    id: `canvas.${id}`,
    label,
    enabled: why === undefined,
    why,
    perform,
  });
  const actions: Action[] = held
    ? [{ id: "canvas.endEditing", label: t("draft.end"), perform: acts.end }]
    : [
        // Too narrow a window is no reason to be silent: the key says why there.
        {
          id: "canvas.edit",
          label: t("draft.edit"),
          keys: ["e"],
          enabled: lacking === undefined,
          why: lacking,
          perform: acts.edit,
        },
        ...(other ? [watching("takeOver", t("draft.takeOver"), acts.takeOver)] : []),
        ...(other?.name && !waits ? [watching("askToEdit", t("ask.act"), acts.ask)] : []),
      ];
  useActions(actions);
}
