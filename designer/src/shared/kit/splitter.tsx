import type { KeyboardEvent, PointerEvent } from "react";
import classes from "./splitter.module.css";

type Props = {
  label: string;
  size: number;
  set: (size: number) => void;
  /** Is told the size once the bar is let go. */
  keep?: (size: number) => void;
};

const least = 120;
const rest = 320;
const most = () => Math.max(least, window.innerHeight - rest);

/** The most that a panel below a splitter can have, also when the window became smaller. */
export const highest = `max(${least}px, 100vh - ${rest}px)`;

/** The bar above a panel, by which its height is changed: drag it, or use the arrow keys. */
export function Splitter({ label, size, set, keep }: Props) {
  const now = Math.min(size, most());
  const to = (height: number) => {
    const next = Math.min(Math.max(height, least), most());
    set(next);
    return next;
  };
  function onKey(e: KeyboardEvent) {
    const by: Record<string, number> = { ArrowUp: 24, ArrowDown: -24 };
    const change = by[e.key];
    if (change === undefined) return;
    e.preventDefault();
    keep?.(to(now + change));
  }
  function onDown(e: PointerEvent<HTMLDivElement>) {
    const bar = e.currentTarget;
    const start = e.clientY;
    bar.setPointerCapture(e.pointerId);
    let moved: number | undefined;
    const onMove = (move: globalThis.PointerEvent) => {
      moved = to(now + start - move.clientY);
    };
    const onUp = () => {
      if (moved !== undefined) keep?.(moved);
      bar.removeEventListener("pointermove", onMove);
      bar.removeEventListener("pointerup", onUp);
      bar.removeEventListener("pointercancel", onUp);
    };
    bar.addEventListener("pointermove", onMove);
    bar.addEventListener("pointerup", onUp);
    bar.addEventListener("pointercancel", onUp);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={now}
      aria-valuemin={least}
      aria-valuemax={most()}
      tabIndex={0}
      className={classes.splitter}
      onKeyDown={onKey}
      onPointerDown={onDown}
    />
  );
}
