import type { Shape } from "@/shared/api/client";

/** What the server's list of runs can be asked for. */
export type RunFilter = {
  q?: string;
  state?: string;
  chain?: string;
  trigger?: string;
  parent?: string;
  started_by?: string;
  from?: string;
  to?: string;
  /** Test runs only, or all others. */
  test?: "true" | "false";
};

export const runStates: Shape<"RunBody">["state"][] = [
  "queued",
  "running",
  "waiting",
  "paused",
  "succeeded",
  "failed",
  "canceled",
  "undoing",
  "undone",
  "undo_failed",
];

export const triggers: Shape<"RunBody">["trigger"][] = [
  "api",
  "manual",
  "webhook",
  "schedule",
  "chain",
  "rerun",
  "test",
  "release",
];

export const days = ["today", "yesterday", "week"] as const;
type Day = (typeof days)[number];

/**
 * Reads a search such as `state:failed chain:pay today supplier`. States can be several, with commas; what is
 * no known word is looked for in the titles. What looks like a filter and is none is given back as wrong.
 */
export function parse(text: string, now = new Date()): { filter: RunFilter; wrong: string[] } {
  const filter: RunFilter = {};
  const wrong: string[] = [];
  const words: string[] = [];
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const [, key = "", value = ""] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
    const known = key.toLowerCase();
    if (known === "state" && value.split(",").every((s) => runStates.includes(s as never)))
      filter.state = value;
    else if (known === "chain" && value) filter.chain = value;
    else if (known === "trigger" && triggers.includes(value as never)) filter.trigger = value;
    else if (known === "test" && value.toLowerCase() === "yes") filter.test = "true";
    else if (known === "test" && value.toLowerCase() === "no") filter.test = "false";
    else if (known === "parent" && value) filter.parent = value;
    else if (known === "by" && value) filter.started_by = value.toLowerCase() === "me" ? "me" : value;
    else if (days.includes(word.toLowerCase() as Day))
      Object.assign(filter, span(word.toLowerCase() as Day, now));
    else if (known === "from" && dayOf(value)) filter.from = dayOf(value)?.toISOString() ?? "";
    else if (known === "to" && dayOf(value)) filter.to = after(dayOf(value) as Date, 1).toISOString();
    else if (known) wrong.push(word);
    else words.push(word);
  }
  if (words.length > 0) filter.q = words.join(" ");
  return { filter, wrong };
}

/** The words that could stand where somebody types: those that begin like the last one. */
export function completions(text: string, chains: string[]): string[] {
  const last = /\S*$/.exec(text)?.[0] ?? "";
  const before = text.slice(0, text.length - last.length);
  const [, key, value = ""] = /^([a-z]+):(.*)$/i.exec(last) ?? [];
  const done = value.includes(",") ? value.slice(0, value.lastIndexOf(",") + 1) : "";
  const words =
    key === "state"
      ? runStates.filter((s) => !done.split(",").includes(s)).map((s) => `state:${done}${s}`)
      : key === "chain"
        ? chains.map((c) => `chain:${c}`)
        : key === "trigger"
          ? triggers.map((s) => `trigger:${s}`)
          : ["state:", "chain:", "trigger:", "by:me", "test:no", "test:yes", "from:", "to:", ...days];
  return words.filter((w) => w.startsWith(last.toLowerCase()) && w !== last).map((w) => before + w);
}

function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

function after(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** 2026-05-31, in the person's time zone. */
function dayOf(text: string): Date | undefined {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (!y) return undefined;
  const day = new Date(Number(y), Number(m) - 1, Number(d));
  return day.getMonth() === Number(m) - 1 ? day : undefined;
}

function span(day: Day, now: Date): { from: string; to?: string } {
  const today = midnight(now);
  if (day === "today") return { from: today.toISOString() };
  if (day === "yesterday") return { from: after(today, -1).toISOString(), to: today.toISOString() };
  return { from: after(today, -6).toISOString() };
}
