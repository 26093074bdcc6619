import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import type { Step } from "../model/journal";
import { type Selection, type useSelection, type View, viewAfter, views } from "./use-selection";

type Options = {
  selection: Selection;
  select: ReturnType<typeof useSelection>[1];
  step: Step | undefined;
  attempt: number | undefined;
  failure: Step | undefined;
  over: boolean;
  /** Opens the search for a node, where there is a picture to find it in. */
  find: (() => void) | undefined;
  turnLog: () => void;
};

/** The ways to look at a run, for its toolbar, its keys and the palette. */
export type ViewActs = {
  firstFailure: Action;
  find: Action;
  follow: Action;
  whole: Action;
  show: Record<View, Action>;
};

export function useViewActs(options: Options): ViewActs {
  const { selection, select, step, attempt, failure, over, find, turnLog } = options;
  const { t } = useTranslation("runs");
  const { view, following } = selection;
  const chosen = selection.node !== undefined;
  const acts = useMemo(() => {
    const show = (to: View): Action => ({
      id: `runs.view.${to}`,
      label: t(`action.show.${to}`),
      enabled: view !== to,
      perform: () => select({ view: to === views[0] ? undefined : to }),
    });
    return {
      firstFailure: {
        id: "runs.firstFailure",
        label: t("action.firstFailure"),
        keys: ["f"],
        enabled: failure !== undefined,
        perform: () => failure && select({ node: failure.node, item: failure.scope || undefined }),
      },
      find: {
        id: "runs.find",
        label: t("action.find"),
        keys: ["mod+f"],
        enabled: find !== undefined,
        perform: () => find?.(),
      },
      follow: {
        id: "runs.follow",
        label: t("follow"),
        enabled: !over && !following,
        perform: () => select({ node: undefined, item: undefined }),
      },
      whole: {
        id: "runs.whole",
        label: t("action.whole"),
        enabled: chosen,
        perform: () => select({ node: "", item: undefined }),
      },
      show: { graph: show("graph"), timeline: show("timeline"), both: show("both") },
    };
  }, [t, select, view, following, chosen, failure, over, find]);
  const all = useMemo(() => {
    const turn = (by: number) => {
      const next = (attempt ?? 0) + by;
      if (step?.attempts.some((a) => a.number === next)) select({ attempt: String(next) });
    };
    const { show, ...others } = acts;
    return [
      ...Object.values(others),
      { id: "runs.attemptBefore", label: t("action.attemptBefore"), keys: ["["], perform: () => turn(-1) },
      { id: "runs.attemptAfter", label: t("action.attemptAfter"), keys: ["]"], perform: () => turn(1) },
      {
        id: "runs.view",
        label: t("action.view"),
        keys: ["t"],
        perform: () => select({ view: viewAfter(view) }),
      },
      ...Object.values(show),
      { id: "runs.log", label: t("action.log"), keys: ["l"], perform: turnLog },
    ];
  }, [t, acts, attempt, step, select, view, turnLog]);
  useActions(all);
  return acts;
}
