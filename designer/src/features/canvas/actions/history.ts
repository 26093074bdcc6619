import type { Action } from "@/shared/actions/actions";
import { type Bench, editor } from "./bench";

/** Undo and redo. Text fields have their own. */
export function historyActions({ t, editing }: Bench): Action[] {
  return [
    {
      id: "canvas.undo",
      label: t("history.undo"),
      keys: ["mod+z"],
      enabled: editing,
      perform: () => {
        const step = editor().history.past.at(-1)?.label;
        editor().undo();
        if (step !== undefined) editor().say(t("said.undone", { step }));
      },
    },
    {
      id: "canvas.redo",
      label: t("history.redo"),
      keys: ["mod+shift+z", "mod+y"],
      enabled: editing,
      perform: () => {
        const step = editor().history.future[0]?.step.label;
        editor().redo();
        if (step !== undefined) editor().say(t("said.redone", { step }));
      },
    },
  ];
}
