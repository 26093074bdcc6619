import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { type PointerEvent, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./flow.module.css";
import { coloursOf, type Line, paint, type Spot } from "./overview";
import { boundsOf } from "./project";

const size = { width: 168, height: 112 };

/** The whole chain, small, with what is in view; click or drag to go there. One painting, however big the chain. */
export function MiniMap({ spots, lines }: { spots: readonly Spot[]; lines: readonly Line[] }) {
  const { t } = useTranslation("flow");
  const ref = useRef<HTMLCanvasElement>(null);
  const flow = useReactFlow();
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const box = boundsOf(spots.map((s) => s.at));
  const scale = Math.min(
    (size.width - 16) / Math.max(box.width, 1),
    (size.height - 16) / Math.max(box.height, 1),
    0.2,
  );
  const view = {
    zoom: scale,
    x: (size.width - box.width * scale) / 2 - box.x * scale,
    y: (size.height - box.height * scale) / 2 - box.y * scale,
  };
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const colours = coloursOf(canvas);
    paint(canvas, size, view, spots, lines, colours, false);
    const c = canvas.getContext("2d");
    if (!c) return;
    c.strokeStyle = colours("--c-accent");
    c.lineWidth = 1.5 / view.zoom;
    c.strokeRect(-x / zoom, -y / zoom, width / zoom, height / zoom);
  });
  const go = (e: PointerEvent<HTMLCanvasElement>) => {
    if (e.type === "pointermove" && e.buttons !== 1) return;
    const at = e.currentTarget.getBoundingClientRect();
    const to = { x: (e.clientX - at.left - view.x) / scale, y: (e.clientY - at.top - view.y) / scale };
    void flow.setCenter(to.x, to.y, { zoom });
  };
  return (
    <Panel position="bottom-right" className={classes.minimap}>
      <canvas
        ref={ref}
        role="img"
        aria-label={t("map")}
        style={size}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          go(e);
        }}
        onPointerMove={go}
      />
    </Panel>
  );
}
