import { Position } from "@xyflow/react";
import classes from "./node-card.module.css";
import { useOverlay } from "./picture-state";
import { portPosition } from "./project";

const sides: Record<Position, string> = {
  [Position.Top]: classes.top ?? "",
  [Position.Right]: classes.right ?? "",
  [Position.Bottom]: classes.bottom ?? "",
  [Position.Left]: classes.left ?? "",
};

/** The class that puts a port on its side of a card. */
export function sideOf(position: Position): string {
  return sides[position];
}

/**
 * The ports of a card that nobody can draw from: the surface looks for them when it measures a card, so they
 * are there, without anything of what a port can do.
 */
export function FixedPorts() {
  const direction = useOverlay((o) => o.direction);
  return (["in", "out", "failure"] as const).map((id) => {
    const position = portPosition(direction, id);
    return (
      <span
        key={id}
        className={`${id === "in" ? "target" : "source"} ${classes.fixed} ${sideOf(position)}`}
        data-handleid={id}
        data-handlepos={position}
      />
    );
  });
}
