/** One series of a reading: its labels and value. */
export type Series = { labels: Record<string, string>; value: number };

/** What was read at a moment: series by the name of their metric. */
export type Reading = { at: number; series: Map<string, Series[]> };

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Takes the text format of Prometheus apart. Lines that are none are skipped. */
export function parseMetrics(text: string, at: number): Reading {
  const series = new Map<string, Series[]>();
  for (const row of text.split("\n")) {
    const match = row.startsWith("#") ? null : line.exec(row);
    if (!match) continue;
    const [, name = "", inner = "", number = ""] = match;
    const value = number === "+Inf" ? Number.POSITIVE_INFINITY : Number(number);
    if (Number.isNaN(value)) continue;
    const labels = Object.fromEntries([...inner.matchAll(label)].map((m) => [m[1] ?? "", m[2] ?? ""]));
    const known = series.get(name);
    if (known) known.push({ labels, value });
    else series.set(name, [{ labels, value }]);
  }
  return { at, series };
}

/** The sum of a metric's series. */
export function total(
  reading: Reading,
  name: string,
  like: (labels: Record<string, string>) => boolean = () => true,
) {
  const all = (reading.series.get(name) ?? []).filter((s) => like(s.labels));
  return all.reduce((sum, s) => sum + s.value, 0);
}

/** How much a counter grew in a second between two readings; a counter that began anew counts from zero. */
export function rate(
  before: Reading,
  after: Reading,
  name: string,
  like?: (labels: Record<string, string>) => boolean,
): number {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0) return 0;
  const grown = total(after, name, like) - total(before, name, like);
  return (grown < 0 ? total(after, name, like) : grown) / seconds;
}

/**
 * The time within which a part of all requests between two readings was answered, from a histogram; between
 * two bounds it is taken to grow evenly. Undefined if there were none.
 */
export function quantile(
  before: Reading,
  after: Reading,
  name: string,
  part: number,
  like: (labels: Record<string, string>) => boolean = () => true,
): number | undefined {
  const counts = new Map<number, number>();
  for (const [reading, sign] of [
    [after, 1],
    [before, -1],
  ] as const)
    for (const { labels, value } of reading.series.get(`${name}_bucket`) ?? []) {
      if (!like(labels)) continue;
      const bound = labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le);
      counts.set(bound, (counts.get(bound) ?? 0) + sign * value);
    }
  const bounds = [...counts.entries()].sort(([a], [b]) => a - b);
  const all = bounds.at(-1)?.[1] ?? 0;
  if (all <= 0) return undefined;
  let below = 0;
  let from = 0;
  for (const [bound, count] of bounds) {
    if (count >= part * all) {
      if (bound === Number.POSITIVE_INFINITY) return from;
      const inside = count - below;
      return from + (bound - from) * (inside > 0 ? (part * all - below) / inside : 1);
    }
    below = count;
    from = bound;
  }
  return from;
}
