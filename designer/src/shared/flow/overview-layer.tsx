import { useStore } from "@xyflow/react";
import { useLayoutEffect, useRef } from "react";
import classes from "./flow.module.css";
import { coloursOf, type Line, paint, type Spot } from "./overview";

type Props = { spots: readonly Spot[]; lines: readonly Line[] };

/** The painting that takes the place of the cards of a big chain seen from far away. */
export function OverviewLayer({ spots, lines }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas) paint(canvas, { width, height }, { x, y, zoom }, spots, lines, coloursOf(canvas));
  }, [x, y, zoom, width, height, spots, lines]);
  return (
    <div aria-hidden="true">
      <canvas ref={ref} className={classes.overview} />
    </div>
  );
}
