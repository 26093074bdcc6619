import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { whyNot } from "@/shared/kit/why-not";
import { isOver, type RunState } from "../model/journal";
import { stepName } from "../model/names";
import type { Order } from "./order-dialog";
import type { RunSeen } from "./run-context";

/** `short` is what its button or menu item says, where the rest stands around it. */
export type RunAct = Action & { short: string };

const undoable: RunState[] = ["succeeded", "failed", "canceled"];

/**
 * What can be done with a run as it stands, for its buttons and for the palette; nothing stands for what makes
 * no sense now. `ask` is told what is to be asked of the run.
 */
export function useRunActs(
  { org, run, selection, document, step }: RunSeen,
  state: RunState,
  ask: (order: Order) => void,
) {
  const { t } = useTranslation("runs");
  const navigate = useNavigate();
  const queries = useQueryClient();
  const rerun = api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/rerun", {
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ["runs"] });
      void navigate({ to: "/o/$org/runs/$run", params: { org, run: made.id } as never });
    },
    onError: (error) => {
      const p = asProblem(error);
      notifications.show({ color: "red", message: p.message || p.code });
    },
  });
  const over = isOver(state);
  const from = step && selection.scope === "" ? step.node : undefined;
  const name = from === undefined ? "" : stepName(document, from);
  const noRerun = whyNot("run:rerun", run);
  const noOrder = whyNot("run:cancel", run);

  const again = (
    id: string,
    label: string,
    short: string,
    body: { from?: string; version?: string },
  ): RunAct => ({
    id,
    label,
    short,
    enabled: noRerun === undefined && !rerun.isPending,
    why: noRerun,
    perform: () => rerun.mutate({ params: { path: { org_id: org, run_id: run.id } }, body }),
  });
  const order = (what: Order): RunAct => ({
    id: `runs.${what}`,
    label: t(`action.${what}`),
    short: t(`ask.${what}.act`),
    enabled: noOrder === undefined,
    why: noOrder,
    perform: () => ask(what),
  });

  const published = over && run.version > 0;
  const acts = {
    whole: over ? again("runs.rerun", t("action.rerun"), t("rerun.whole"), {}) : undefined,
    from: over
      ? from === undefined
        ? {
            ...again("runs.rerunFrom", t("action.rerunFromNone"), t("rerun.fromNone"), {}),
            enabled: false,
            why: noRerun ?? t("action.chooseStep"),
          }
        : again("runs.rerunFrom", t("action.rerunFrom", { name }), t("rerun.from", { name }), { from })
      : undefined,
    latest: published
      ? again("runs.rerunLatest", t("action.rerunLatest"), t("rerun.latest"), { version: "latest" })
      : undefined,
    fromLatest:
      published && from !== undefined
        ? again(
            "runs.rerunFromLatest",
            t("action.rerunFromLatest", { name }),
            t("rerun.fromLatest", { name }),
            {
              from,
              version: "latest",
            },
          )
        : undefined,
    pause: over || state === "undoing" ? undefined : order(state === "paused" ? "resume" : "pause"),
    cancel: over ? undefined : order("cancel"),
    undo: undoable.includes(state) ? order("undo") : undefined,
  };
  useActions(Object.values(acts).filter((a) => a !== undefined));
  return { acts, starting: rerun.isPending };
}
