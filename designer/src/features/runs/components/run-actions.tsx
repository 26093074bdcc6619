import { Button, Group, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconChevronDown,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRepeat,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Can } from "@/shared/kit/can";
import { lazyDialog } from "@/shared/kit/lazily";
import type { RunState } from "../model/journal";
import type { Order } from "./order-dialog";
import type { RunSeen } from "./run-context";
import classes from "./run-screen.module.css";
import { type RunAct, useRunActs } from "./use-run-acts";

const OrderDialog = lazyDialog(() => import("./order-dialog").then((m) => m.OrderDialog));

type Props = { seen: RunSeen; state: RunState; again: () => void };

/** What can be done with a run as it stands. Whether the person may, the server says. */
export function RunActions({ seen, state, again }: Props) {
  const { t } = useTranslation("runs");
  const { run } = seen;
  const [order, setOrder] = useState<Order>();
  const { acts, starting } = useRunActs(seen, state, setOrder);
  const paused = state === "paused";
  return (
    <Group gap="xs" className={classes.actions}>
      {acts.whole && !run.can.includes("run:rerun") && (
        <Can do="run:rerun" on={run}>
          <Button leftSection={<IconRepeat size={16} aria-hidden />}>{t("rerun.title")}</Button>
        </Can>
      )}
      {acts.whole && run.can.includes("run:rerun") && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button
              leftSection={<IconRepeat size={16} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              loading={starting}
            >
              {t("rerun.title")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {[acts.whole, acts.from, acts.latest, acts.fromLatest].map(
              (act) =>
                act && (
                  <Menu.Item key={act.id} disabled={act.enabled === false} onClick={act.perform}>
                    {act.short}
                  </Menu.Item>
                ),
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Asked
        seen={seen}
        act={acts.pause}
        icon={paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
      />
      <Asked seen={seen} act={acts.cancel} icon={<IconPlayerStop size={16} aria-hidden />} />
      <Asked seen={seen} act={acts.undo} icon={<IconArrowBackUp size={16} aria-hidden />} />
      {order && <OrderDialog seen={seen} order={order} close={() => setOrder(undefined)} asked={again} />}
    </Group>
  );
}

type AskedProps = { seen: RunSeen; act: RunAct | undefined; icon: ReactNode };

/** What is asked of a run, after a dialog said what it does. */
function Asked({ seen, act, icon }: AskedProps) {
  if (!act) return null;
  return (
    <Can do="run:cancel" on={seen.run}>
      <Button variant="default" leftSection={icon} onClick={act.perform}>
        {act.short}
      </Button>
    </Can>
  );
}
