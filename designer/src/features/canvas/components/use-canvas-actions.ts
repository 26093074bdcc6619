import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { addActions } from "../actions/add";
import { arrangeActions } from "../actions/arrange";
import type { Bench } from "../actions/bench";
import { changeActions } from "../actions/change";
import { checkActions } from "../actions/check";
import { clipboardActions } from "../actions/clipboard";
import { historyActions } from "../actions/history";
import { menuActions } from "../actions/menu";
import { moveAboutActions } from "../actions/move-about";
import { pinActions } from "../actions/pin";
import { useEditor } from "../store";

/** All actions of the canvas, as they are now. */
export function useCanvasActions(focused: boolean) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const many = useEditor((s) => s.selection.nodes.length);
  const edge = useEditor((s) => s.selection.edges.length > 0);
  const outermost = useEditor((s) => s.path.length === 0);
  const some = useEditor((s) => s.selection.nodes.length > 0 || (s.focus !== undefined && !edge));
  const actions = useMemo(() => {
    const bench: Bench = { t, editing, focused, some, many, edge, outermost };
    return [
      ...addActions(bench),
      ...changeActions(bench),
      ...historyActions(bench),
      ...clipboardActions(bench),
      ...arrangeActions(bench),
      ...moveAboutActions(bench),
      ...checkActions(bench),
      ...pinActions(bench),
      ...menuActions(bench),
    ];
  }, [t, editing, focused, some, many, edge, outermost]);
  useActions(actions);
  return actions;
}
