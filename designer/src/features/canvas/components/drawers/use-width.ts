import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { remember, remembered } from "@/shared/lib/storage";

export const widths = { least: 360, usual: 420, most: 720 };

const within = (n: number) => Math.round(Math.min(Math.max(n, widths.least), widths.most));

/** How wide the drawer is, in this browser, and what its grip listens to: dragging, arrows, Home, End. */
export function useWidth() {
  const [width, setWidth] = useState(() => within(remembered("drawer.width", widths.usual)));
  const [from, setFrom] = useState<{ x: number; width: number }>();
  const keep = (n: number) => {
    setWidth(within(n));
    remember("drawer.width", within(n));
  };
  const grip = {
    onPointerDown: (e: PointerEvent<HTMLElement>) => {
      e.currentTarget.setPointerCapture(e.pointerId);
      setFrom({ x: e.clientX, width });
    },
    onPointerMove: (e: PointerEvent) => {
      if (from) setWidth(within(from.width + from.x - e.clientX));
    },
    onPointerUp: (e: PointerEvent) => {
      if (from) keep(from.width + from.x - e.clientX);
      setFrom(undefined);
    },
    onDoubleClick: () => keep(widths.usual),
    onKeyDown: (e: KeyboardEvent) => {
      const step = e.shiftKey ? 64 : 16;
      const to: Record<string, number> = {
        ArrowLeft: width + step,
        ArrowRight: width - step,
        Home: widths.least,
        End: widths.most,
      };
      const next = to[e.key];
      if (next === undefined) return;
      e.preventDefault();
      keep(next);
    },
  };
  return { width, grip };
}
