import { Button, Group, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconArrowBackUp,
  IconChevronDown,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRepeat,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { Can } from "@/shared/kit/can";
import { lazyDialog } from "@/shared/kit/lazily";
import { isOver, type RunState } from "../model/journal";
import { stepName } from "../model/names";
import type { Order } from "./order-dialog";
import type { RunSeen } from "./run-context";
import classes from "./run-screen.module.css";

const OrderDialog = lazyDialog(() => import("./order-dialog").then((m) => m.OrderDialog));

type Props = { seen: RunSeen; state: RunState; again: () => void };

const undoable: RunState[] = ["succeeded", "failed", "canceled"];

/** What can be done with a run as it stands. Whether the person may, the server says. */
export function RunActions({ seen, state, again }: Props) {
  const { t } = useTranslation("runs");
  const { org, run, selection, document, step } = seen;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [order, setOrder] = useState<Order>();
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
  const start = (body: { from?: string; version?: string }) =>
    rerun.mutate({ params: { path: { org_id: org, run_id: run.id } }, body });
  const from = step && selection.scope === "" ? step.node : undefined;
  const over = isOver(state);
  const mayRerun = run.can.includes("run:rerun");
  return (
    <Group gap="xs" className={classes.actions}>
      {over && !mayRerun && (
        <Can do="run:rerun" on={run}>
          <Button leftSection={<IconRepeat size={16} aria-hidden />}>{t("rerun.title")}</Button>
        </Can>
      )}
      {over && mayRerun && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button
              leftSection={<IconRepeat size={16} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              loading={rerun.isPending}
            >
              {t("rerun.title")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => start({})}>{t("rerun.whole")}</Menu.Item>
            <Menu.Item disabled={from === undefined} onClick={() => from && start({ from })}>
              {from ? t("rerun.from", { name: stepName(document, from) }) : t("rerun.fromNone")}
            </Menu.Item>
            {run.version > 0 && (
              <Menu.Item onClick={() => start({ version: "latest" })}>{t("rerun.latest")}</Menu.Item>
            )}
            {run.version > 0 && from && (
              <Menu.Item onClick={() => start({ from, version: "latest" })}>
                {t("rerun.fromLatest", { name: stepName(document, from) })}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {!over && state !== "undoing" && (
        <Can do="run:cancel" on={run}>
          <Button
            variant="default"
            leftSection={
              state === "paused" ? (
                <IconPlayerPlay size={16} aria-hidden />
              ) : (
                <IconPlayerPause size={16} aria-hidden />
              )
            }
            onClick={() => setOrder(state === "paused" ? "resume" : "pause")}
          >
            {t(state === "paused" ? "ask.resume.act" : "ask.pause.act")}
          </Button>
        </Can>
      )}
      {!over && (
        <Can do="run:cancel" on={run}>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            onClick={() => setOrder("cancel")}
          >
            {t("ask.cancel.act")}
          </Button>
        </Can>
      )}
      {undoable.includes(state) && (
        <Can do="run:cancel" on={run}>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => setOrder("undo")}
          >
            {t("ask.undo.act")}
          </Button>
        </Can>
      )}
      {order && <OrderDialog seen={seen} order={order} close={() => setOrder(undefined)} asked={again} />}
    </Group>
  );
}
