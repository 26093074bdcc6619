import { Button } from "@mantine/core";
import { IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import { Panel } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../workspace";
import classes from "./canvas.module.css";

/** Where an empty chain begins: the shadow of a start, and the way to its first node. */
export function FirstNode() {
  const { t } = useTranslation("canvas");
  return (
    <Panel position="top-center" className={classes.first}>
      <span className={classes.ghost} aria-hidden>
        <IconPlayerPlay size={20} stroke={1.7} />
        {t("ghostStart")}
      </span>
      <span className={classes.way} aria-hidden />
      <Button
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => useWorkspace.getState().set({ door: {} })}
      >
        {t("addFirst")}
      </Button>
    </Panel>
  );
}
