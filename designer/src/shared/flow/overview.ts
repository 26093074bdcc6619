import type { Point } from "../chain/document";
import { card } from "../chain/layout";

/** What the painting of a big chain knows of a node. */
export type Spot = { at: Point; tone: string; selected: boolean; name: string };
export type Line = { from: Point; to: Point };

export type View = { x: number; y: number; zoom: number };

/** The colours of a painting, as the page's tokens say. */
export type Colours = (token: string) => string;

/** Reads tokens where an element stands, each once. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (token) => {
    const found = known.get(token) ?? style.getPropertyValue(token).trim();
    known.set(token, found);
    return found;
  };
}

/** Paints cards and edges as plain shapes: what takes the place of a thousand cards seen from far away. */
export function paint(
  canvas: HTMLCanvasElement,
  size: { width: number; height: number },
  view: View,
  spots: readonly Spot[],
  lines: readonly Line[],
  colours: Colours,
  names = true,
): void {
  const ratio = globalThis.devicePixelRatio || 1;
  if (canvas.width !== Math.round(size.width * ratio)) canvas.width = Math.round(size.width * ratio);
  if (canvas.height !== Math.round(size.height * ratio)) canvas.height = Math.round(size.height * ratio);
  const c = canvas.getContext("2d");
  if (!c) return;
  c.setTransform(1, 0, 0, 1, 0, 0);
  c.clearRect(0, 0, canvas.width, canvas.height);
  c.setTransform(ratio * view.zoom, 0, 0, ratio * view.zoom, ratio * view.x, ratio * view.y);
  const thin = 1 / view.zoom;
  c.lineWidth = thin;
  c.strokeStyle = colours("--c-line-strong");
  c.beginPath();
  for (const { from, to } of lines) {
    c.moveTo(from.x, from.y);
    c.lineTo(to.x, to.y);
  }
  c.stroke();
  const left = -view.x / view.zoom - card.width;
  const top = -view.y / view.zoom - card.height;
  const right = left + card.width + size.width / view.zoom;
  const bottom = top + card.height + size.height / view.zoom;
  const named = names && view.zoom > 0.16;
  c.font = `600 34px ${getComputedStyle(canvas).fontFamily}`;
  c.textBaseline = "middle";
  for (const { at, tone, selected, name } of spots) {
    if (at.x < left || at.y < top || at.x > right || at.y > bottom) continue;
    c.fillStyle = colours("--c-surface");
    c.fillRect(at.x, at.y, card.width, card.height);
    c.fillStyle = colours(tone);
    c.fillRect(at.x, at.y, 14, card.height);
    c.strokeStyle = colours(selected ? "--c-accent" : "--c-line-strong");
    c.lineWidth = selected ? thin * 3 : thin;
    c.strokeRect(at.x, at.y, card.width, card.height);
    if (!named) continue;
    c.fillStyle = colours("--c-text");
    c.fillText(short(name), at.x + 24, at.y + card.height / 2, card.width - 32);
  }
}

function short(name: string): string {
  const wide = [...name];
  return wide.length > 14 ? `${wide.slice(0, 13).join("")}…` : name;
}

/** The spot at a point, if any. */
export function spotAt<S extends { at: Point }>(spots: readonly S[], p: Point): S | undefined {
  return spots.findLast(
    ({ at }) => p.x >= at.x && p.x <= at.x + card.width && p.y >= at.y && p.y <= at.y + card.height,
  );
}
