import { isFields } from "./pointer";

/** What an expression can name: a tree of names, with what is known of each. */
export type Known = { [name: string]: KnownName };
export type KnownName = {
  /** What it is, in a few words. */
  detail?: string;
  /** What it was in the last run or test. */
  sample?: unknown;
  /** What sort of value it is, where that is told without a sample. */
  type?: ValueType;
  inside?: Known;
};
export type ValueType = "text" | "number" | "truth" | "list" | "fields";

/** A piece of a text that may hold `${{ expressions }}`. */
export type Segment = { text: string; expression: boolean };

/** Takes a text apart as the server does. `open` is where an expression begins that is never closed. */
export function split(text: string): { segments: Segment[]; open?: number } {
  const segments: Segment[] = [];
  let plain = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf("${{", from);
    if (start < 0) break;
    if (start > from && text[start - 1] === "$") {
      plain += `${text.slice(from, start - 1)}\${{`;
      from = start + 3;
      continue;
    }
    plain += text.slice(from, start);
    if (plain) segments.push({ text: plain, expression: false });
    plain = "";
    const end = expressionEnd(text, start + 3);
    if (end < 0) return { segments, open: start + 3 };
    segments.push({ text: text.slice(start + 3, end).trim(), expression: true });
    from = end + 2;
  }
  plain += text.slice(from);
  if (plain) segments.push({ text: plain, expression: false });
  return { segments };
}

/** The `}}` that closes no brace of the expression's own; braces in its texts do not count. */
function expressionEnd(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '"' || c === "'" || c === "`") {
      i = textEnd(text, i);
      if (i < 0) return -1;
    } else if (c === "{") depth++;
    else if (c === "}") {
      if (depth > 0) depth--;
      else if (text[i + 1] === "}") return i;
    }
  }
  return -1;
}

function textEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[from]) return i;
  }
  return -1;
}

/** The expression that a value is, if it is exactly one. */
export function soleExpression(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("${{")) return undefined;
  const { segments, open } = split(value);
  return open === undefined && segments.length === 1 && segments[0]?.expression
    ? segments[0].text
    : undefined;
}

export function holdsExpression(value: unknown): value is string {
  return typeof value === "string" && value.replaceAll("$${{", "").includes("${{");
}

const identifier = /^[A-Za-z_$][\w$]*$/;
const path =
  /(?:^|[^\w$.\]])([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|\["[^"\]]*"\]|\[\d+\])*)(?:(\??\.)([\w$-]*)|\["([^"\]]*))$/;

/** A name that can stand at the caret. */
export type Completion = { name: string; insert: string; detail: string };

/** The names that can follow what stands before the caret in an expression, and where they begin. */
export function complete(known: Known, before: string): { from: number; options: Completion[] } {
  const word = /[A-Za-z_$][\w$]*$/.exec(before)?.[0] ?? "";
  const none = { from: before.length, options: [] };
  const m = path.exec(before);
  if (!m) {
    if (/[\w$\])]\??\.$/.test(before) || /\.[\w$]*$/.test(before)) return none;
    // No name can follow a number, a text or a bracket that was closed.
    if (word === "" && /[\d)\]}"'`]$/.test(before)) return none;
    return { from: before.length - word.length, options: matching(known, word, "") };
  }
  const inside = walk({ inside: known }, m[1] as string)?.inside;
  if (!inside) return none;
  const typed = m[4] ?? m[3] ?? "";
  const opener = m[4] !== undefined ? '["' : (m[2] as string);
  return { from: before.length - typed.length - opener.length, options: matching(inside, typed, opener) };
}

function matching(known: Known, typed: string, opener: string): Completion[] {
  const wanted = typed.toLowerCase();
  return Object.entries(known)
    .filter(([name]) => name !== typed && name.toLowerCase().includes(wanted))
    .sort(([a], [b]) => rank(a, wanted) - rank(b, wanted))
    .map(([name, k]) => ({ name, insert: spelled(name, opener), detail: k.detail ?? summary(k.sample) }));
}

function rank(name: string, wanted: string): number {
  return name.toLowerCase().startsWith(wanted) ? 0 : 1;
}

/** A name as it stands in an expression, after what opens it. */
export function spelled(name: string, opener: string): string {
  if (opener === "") return name;
  return identifier.test(name) && opener !== '["' ? opener + name : `[${JSON.stringify(name)}]`;
}

/** What a path such as `nodes.build.output.risk` names; undefined for all that is more than a path. */
export function lookUp(known: Known, expression: string): { sample: unknown } | undefined {
  if (!/^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|\["[^"]*"\]|\[\d+\])*$/.test(expression)) return undefined;
  const found = walk({ inside: known }, expression);
  return found && found.sample !== undefined ? { sample: found.sample } : undefined;
}

function walk(from: KnownName, expression: string): KnownName | undefined {
  let at: KnownName | undefined = from;
  for (const m of expression.matchAll(/([A-Za-z_$][\w$]*)|\["([^"]*)"\]|\[(\d+)\]/g)) {
    if (!at) return undefined;
    at = child(at, m[1] ?? m[2] ?? m[3] ?? "");
  }
  if (at && !at.inside && isFields(at.sample)) return { ...at, inside: namesOf(at.sample) };
  return at;
}

function child(of: KnownName, name: string): KnownName | undefined {
  if (of.inside && Object.hasOwn(of.inside, name)) {
    const found = of.inside[name] as KnownName;
    return found.sample === undefined && isFields(of.sample) ? { ...found, sample: of.sample[name] } : found;
  }
  if (Array.isArray(of.sample)) return { sample: of.sample[Number(name)] };
  if (isFields(of.sample) && Object.hasOwn(of.sample, name)) return { sample: of.sample[name] };
  return undefined;
}

const manyItems = 20;

/** What is known to be in a value: names that are known or were in the sample; of a list, the first few. */
export function partsOf(value: KnownName): [name: string, KnownName][] {
  const { inside, sample } = value;
  const names = Array.isArray(sample)
    ? Object.keys(sample.slice(0, manyItems))
    : Object.keys(inside ?? (isFields(sample) ? sample : {}));
  return names.map((name) => [name, child(value, name) ?? {}]);
}

/** The names inside a value, each with what it is. */
export function namesOf(sample: Record<string, unknown>): Known {
  return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, { sample: value }]));
}

/** A value in one short line. */
export function summary(value: unknown, longest = 60): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
