import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./flow.module.css";

/** Nearer, farther, all of it, full size. */
export function ZoomControls() {
  const { t } = useTranslation("flow");
  const flow = useReactFlow();
  const percent = useStore((s) => Math.round(s.transform[2] * 100));
  const quick = { duration: 150 };
  const button = (label: string, act: () => void, content: ReactNode) => (
    <button type="button" className={classes.control} aria-label={label} title={label} onClick={act}>
      {content}
    </button>
  );
  return (
    <Panel position="bottom-left" className={classes.controls}>
      {button(t("zoom.out"), () => void flow.zoomOut(quick), <IconMinus size={16} aria-hidden />)}
      {button(t("zoom.full"), () => void flow.zoomTo(1, quick), `${percent} %`)}
      {button(t("zoom.in"), () => void flow.zoomIn(quick), <IconPlus size={16} aria-hidden />)}
      {button(
        t("zoom.fit"),
        () => void flow.fitView({ ...quick, padding: 0.1, maxZoom: 1 }),
        <IconFocusCentered size={16} aria-hidden />,
      )}
    </Panel>
  );
}
