/** What a schedule says, in the parts that a sentence is made of; undefined if it is more than a sentence can say. */
export type CronWords =
  | { every: "minute"; step: number }
  | { every: "hour"; minute: number; step: number }
  | { every: "day"; time: string }
  | { every: "week"; time: string; days: number[] }
  | { every: "month"; time: string; days: number[] };

const named: Record<string, string> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
};

const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Reads the usual forms of a cron: minutes, hours, times of a day, weekdays, days of a month. */
export function cronWords(cron: string): CronWords | undefined {
  const text = cron.trim().toLowerCase();
  const parts = (named[text] ?? text).split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = parts;
  if (month !== "*") return undefined;
  const everyDay = day === "*" && weekday === "*";
  const step = /^(?:\*|\*\/(\d+))$/.exec(minute);
  if (everyDay && hour === "*" && step) return { every: "minute", step: Number(step[1] ?? 1) };
  if (!/^\d+$/.test(minute)) return undefined;
  const hours = /^(?:\*|\*\/(\d+))$/.exec(hour);
  if (everyDay && hours) return { every: "hour", minute: Number(minute), step: Number(hours[1] ?? 1) };
  if (!/^\d+$/.test(hour)) return undefined;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (everyDay) return { every: "day", time };
  if (day === "*") {
    const days = numbers(weekday, 0, 7, dayNames)?.map((d) => d % 7);
    return days && { every: "week", time, days: [...new Set(days)] };
  }
  if (weekday !== "*") return undefined;
  const days = numbers(day, 1, 31, []);
  return days && { every: "month", time, days };
}

/** The numbers of a list such as 1-5 or 1,3. */
function numbers(text: string, least: number, most: number, names: string[]): number[] | undefined {
  const one = (word: string) =>
    names.includes(word) ? names.indexOf(word) : /^\d+$/.test(word) ? Number(word) : -1;
  const found: number[] = [];
  for (const part of text.split(",")) {
    const [from = "", to = from, more] = part.split("-");
    const [a, b] = [one(from), one(to)];
    if (more !== undefined || a < least || b > most || b < a) return undefined;
    for (let n = a; n <= b; n++) found.push(n);
  }
  return found;
}
