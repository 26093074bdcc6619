import i18next from "i18next";

const language = () => i18next.language || "en";

/** 31 May 2026, 10:31 */
export function dateTime(at: string | Date): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
}

/** 10:31:07, or with the day if that is not today. */
export function clockTime(at: string | Date): string {
  const d = new Date(at);
  const today = d.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language(), {
    ...(today ? {} : { month: "short", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(d);
}

/** 10:31 */
export function timeOfDay(at: Date): string {
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** 10:31, or 31 May if that is not today: where there is little room. */
export function nearTime(at: number): string {
  const d = new Date(at);
  if (d.toDateString() === new Date().toDateString()) return timeOfDay(d);
  return new Intl.DateTimeFormat(language(), { month: "short", day: "numeric" }).format(d);
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** 5 minutes ago, in 2 hours. */
export function relative(at: string | Date, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size || unit === "second")
      return format.format(Math.round(seconds / size), unit);
  }
  return "";
}

/** A duration in milliseconds: 420 ms, 3.2 s, 2 min 3 s, 1 h 5 min, 2 d 3 h; long for what is read aloud. */
export function duration(ms: number, unitDisplay: "narrow" | "long" = "narrow"): string {
  const part = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(language(), {
      style: "unit",
      unit,
      unitDisplay,
      maximumFractionDigits: digits,
    }).format(value);
  const s = ms / 1000;
  if (s < 1) return part(Math.round(ms), "millisecond");
  if (s < 60) return part(Math.floor(s * 10) / 10, "second", 1);
  if (s < 3600) return `${part(Math.floor(s / 60), "minute")} ${part(Math.floor(s % 60), "second")}`;
  if (s < 86_400)
    return `${part(Math.floor(s / 3600), "hour")} ${part(Math.floor((s % 3600) / 60), "minute")}`;
  return `${part(Math.floor(s / 86_400), "day")} ${part(Math.floor((s % 86_400) / 3600), "hour")}`;
}

export function number(n: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(n);
}

/** 412 MB */
export function bytes(n: number): string {
  const names = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let at = 0;
  let value = n;
  while (value >= 1000 && at < names.length - 1) {
    value /= 1000;
    at++;
  }
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: names[at] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && at > 0 ? 1 : 0,
  }).format(value);
}

/** a, b and c */
export function list(items: string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(items);
}
