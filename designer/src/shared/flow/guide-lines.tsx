import { ViewportPortal } from "@xyflow/react";
import classes from "./flow.module.css";
import type { Guide } from "./guides";

/** The lines that show, while a card is dragged, with which others it stands in line. */
export function GuideLines({ guides }: { guides: readonly Guide[] }) {
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={classes.guide}
          data-guide={axis}
          aria-hidden
          style={
            axis === "x"
              ? { transform: `translate(${at}px, ${from}px)`, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from }
          }
        />
      ))}
    </ViewportPortal>
  );
}
