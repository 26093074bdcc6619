import type { KeyboardEvent, PointerEvent } from "react";
import classes from "./splitter.module.css";

type Props = { label: string; size: number; set: (size: number) => void };

const least = 120;
const most = () => Math.max(least, window.innerHeight - 320);

/** The bar above a panel, by which its height is changed: drag it, or use the arrow keys. */
export function Splitter({ label, size, set }: Props) {
  const to = (height: number) => set(Math.min(Math.max(height, least), most()));
  function onKey(e: KeyboardEvent) {
    const by: Record<string, number> = { ArrowUp: 24, ArrowDown: -24 };
    const change = by[e.key];
    if (change === undefined) return;
    e.preventDefault();
    to(size + change);
  }
  function onDown(e: PointerEvent<HTMLDivElement>) {
    const bar = e.currentTarget;
    const start = e.clientY;
    bar.setPointerCapture(e.pointerId);
    const onMove = (move: globalThis.PointerEvent) => to(size + start - move.clientY);
    const onUp = () => {
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
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most()}
      tabIndex={0}
      className={classes.splitter}
      onKeyDown={onKey}
      onPointerDown={onDown}
    />
  );
}
