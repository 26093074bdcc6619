import { ActionIcon, Tabs } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { lazily } from "@/shared/kit/lazily";
import { highest, Splitter } from "@/shared/kit/splitter";
import { focusHome } from "../actions/bench";
import { useEditor } from "../store";
import { type Pane, panes, showPane } from "../workspace";
import { HistoryList } from "./history-list";
import { keepPaneHeight, paneHeight } from "./pane-height";
import { ProblemList } from "./problem-list";
import classes from "./side-pane.module.css";

const TestPane = lazily(() => import("./trial/test-pane").then((m) => m.TestPane));

const parts = { problems: ProblemList, test: TestPane, history: HistoryList };

/** What stands below the canvas: what is wrong with the chain, its test, what was done. */
export function BottomPane({ pane }: { pane: Pane }) {
  const { t } = useTranslation(["canvas", "shared"]);
  const problems = useEditor((s) => s.problems.length);
  const [height, setHeight] = useState(paneHeight);
  return (
    <aside
      data-pane
      className={classes.bottom}
      style={{ height, maxHeight: highest }}
      aria-label={t(`pane.${pane}`)}
    >
      <Splitter label={t("pane.height")} size={height} set={setHeight} keep={keepPaneHeight} />
      <Tabs
        value={pane}
        onChange={(to) => showPane((to ?? undefined) as Pane | undefined)}
        className={classes.tabs}
        keepMounted={false}
      >
        <div className={classes.head}>
          <Tabs.List aria-label={t("pane.tabs")}>
            {panes.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`pane.${name}`)}
                {name === "problems" && problems > 0 && <span className={classes.count}> {problems}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("shared:close")}
            onClick={() => {
              showPane(undefined);
              focusHome();
            }}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
        {panes.map((name) => {
          const Part = parts[name];
          return (
            <Tabs.Panel key={name} value={name} className={classes.body}>
              <Part />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </aside>
  );
}
