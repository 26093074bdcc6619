import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { focusHome } from "../actions/bench";
import { useWorkspace } from "../workspace";
import { Outline } from "./later";
import classes from "./side-pane.module.css";

/** The chain as a tree beside the canvas. */
export function SidePane() {
  const { t } = useTranslation(["canvas", "shared"]);
  return (
    <aside className={classes.pane} aria-label={t("pane.outline")}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t("pane.outline")}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("shared:close")}
          onClick={() => {
            useWorkspace.getState().set({ outline: false, home: "canvas" });
            focusHome();
          }}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      <Outline />
    </aside>
  );
}
