/** A stretch of time; without an end it goes on. All times are milliseconds. */
export type Stretch = { from: number; to?: number };

/** A stretch in which nothing was done, drawn as if it were short. */
export type Fold = { from: number; to: number; x: number };

export type Scale = {
  /** Where a time is, from 0 to 1. */
  x: (at: number) => number;
  folds: Fold[];
  /** Times at which something is written, and where. */
  ticks: { at: number; x: number }[];
};

/** How much of the width a folded stretch takes. */
const foldWidth = 0.03;
const steps = [
  0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200,
  86_400,
].map((s) => s * 1000);

/**
 * Lays a time from `from` to `to` on a line. Where nobody worked for long (`busy` says when somebody did) the
 * time is folded, so that hours of waiting do not press seconds of work into nothing.
 */
export function scaleOf(from: number, to: number, busy: Stretch[]): Scale {
  const end = Math.max(to, from + 1);
  const idle = idleIn(from, end, busy);
  const worked = end - from - idle.reduce((sum, i) => sum + i.to - i.from, 0);
  const long = Math.max(5000, worked / 2);
  const folded = idle.filter((i) => i.to - i.from > long).slice(0, 20);
  const shown = Math.max(1, end - from - folded.reduce((sum, i) => sum + i.to - i.from, 0));
  const rest = 1 - folded.length * foldWidth;
  const x = (at: number) => {
    let place = 0;
    let seen = from;
    for (const f of folded) {
      if (at <= f.from) break;
      place += ((f.from - seen) / shown) * rest;
      if (at < f.to) return place + ((at - f.from) / (f.to - f.from)) * foldWidth;
      place += foldWidth;
      seen = f.to;
    }
    return Math.min(1, place + ((Math.max(at, seen) - seen) / shown) * rest);
  };
  return {
    x,
    folds: folded.map((f) => ({ ...f, x: x(f.from) })),
    ticks: ticksOf(from, end, shown, folded, x),
  };
}

/** The stretches in which nobody worked. */
function idleIn(from: number, to: number, busy: Stretch[]): { from: number; to: number }[] {
  const idle: { from: number; to: number }[] = [];
  let free = from;
  for (const b of [...busy].sort((p, q) => p.from - q.from)) {
    if (b.from > free) idle.push({ from: free, to: b.from });
    free = Math.max(free, b.to ?? to);
  }
  if (free < to) idle.push({ from: free, to });
  return idle;
}

function ticksOf(
  from: number,
  to: number,
  shown: number,
  folded: Stretch[],
  x: (at: number) => number,
): Scale["ticks"] {
  const step = steps.find((s) => shown / s <= 6) ?? 86_400_000 * Math.ceil(shown / 6 / 86_400_000);
  const ticks: Scale["ticks"] = [];
  let last = -1;
  for (let at = from; at <= to; at += step) {
    const inFold = folded.find((f) => at > f.from && at < (f.to ?? to));
    if (inFold) {
      at += Math.floor(((inFold.to ?? to) - at) / step) * step;
      continue;
    }
    const place = x(at);
    if (place - last < 0.1 || place > 0.96) continue;
    ticks.push({ at, x: place });
    last = place;
  }
  return ticks;
}
