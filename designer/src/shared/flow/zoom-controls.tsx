import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../chain/document";
import classes from "./flow.module.css";
import { whole } from "./viewport";

/** Nearer, farther, all of it, full size. */
export function ZoomControls({ places }: { places: ReadonlyMap<string, Point> }) {
  const { t } = useTranslation("flow");
  const flow = useReactFlow();
  const percent = useStore((s) => Math.round(s.transform[2] * 100));
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const size = { width, height };
  const quick = { duration: 150 };
  const button = (label: string, act: () => void, content: ReactNode) => (
    <button type="button" className={classes.control} aria-label={label} title={label} onClick={act}>
      {content}
    </button>
  );
  return (
    <Panel position="bottom-left" className={classes.controls}>
      {button(t("zoom.out"), () => void flow.zoomOut(quick), <IconMinus size={16} aria-hidden />)}
      {button(`${percent} % · ${t("zoom.full")}`, () => void flow.zoomTo(1, quick), `${percent} %`)}
      {button(t("zoom.in"), () => void flow.zoomIn(quick), <IconPlus size={16} aria-hidden />)}
      {button(
        t("zoom.fit"),
        () => void flow.setViewport(whole(places, size), quick),
        <IconFocusCentered size={16} aria-hidden />,
      )}
    </Panel>
  );
}
