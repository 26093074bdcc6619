import { ActionIcon, Tabs } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { focusHome } from "../actions/bench";
import { useEditor } from "../store";
import { type Pane, useWorkspace } from "../workspace";
import { HistoryList } from "./history-list";
import { Outline } from "./later";
import { ProblemList } from "./problem-list";
import classes from "./side-pane.module.css";

/** What stands beside the canvas: the chain as a tree, its problems, what was done. */
export function SidePane() {
  const { t } = useTranslation(["canvas", "shared"]);
  const pane = useWorkspace((s) => s.pane);
  const { set } = useWorkspace.getState();
  const problems = useEditor((s) => s.problems.length);
  if (pane === undefined) return null;
  return (
    <section className={classes.pane} aria-label={t(`pane.${pane}`)}>
      <Tabs
        value={pane}
        onChange={(to) => set({ pane: (to ?? undefined) as Pane | undefined })}
        className={classes.tabs}
        keepMounted={false}
      >
        <div className={classes.head}>
          <Tabs.List>
            <Tabs.Tab value="outline">{t("pane.outline")}</Tabs.Tab>
            <Tabs.Tab value="problems">
              {t("pane.problems")}
              {problems > 0 && <span className={classes.count}> {problems}</span>}
            </Tabs.Tab>
            <Tabs.Tab value="history">{t("pane.history")}</Tabs.Tab>
          </Tabs.List>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("shared:close")}
            onClick={() => {
              set({ pane: undefined });
              focusHome();
            }}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
        <Tabs.Panel value="outline" className={classes.body}>
          <Outline />
        </Tabs.Panel>
        <Tabs.Panel value="problems" className={classes.body}>
          <ProblemList />
        </Tabs.Panel>
        <Tabs.Panel value="history" className={classes.body}>
          <HistoryList />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
