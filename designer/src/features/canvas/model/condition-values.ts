import {
  type Known,
  type KnownName,
  partsOf,
  summary,
  type ValueType,
} from "@/shared/schema-form/expressions";
import { isReference, type Operator } from "./conditions";

/** A value that a condition can ask for. */
export type ConditionValue = {
  /** As it stands in an expression; what may be missing on the way is asked for with `?.`. */
  reference: string;
  /** As a person reads it. */
  label: string;
  /** What it was in the sample, in a few words. */
  about: string;
  type: ValueType | undefined;
};

const deepest = 4;
const most = 300;

/** The values that are known at a place, those of the input first. `word` names where they are from. */
export function conditionValues(
  known: Known,
  word: (of: "input" | "switches" | "run" | "item" | "index") => string,
): ConditionValue[] {
  const found: ConditionValue[] = [];
  const add = (reference: string, label: string, of: KnownName, depth: number) => {
    if (found.length >= most) return;
    found.push({ reference, label, about: summary(of.sample, 30), type: typeOf(of) });
    if (depth < deepest) inside(reference, label, of, depth, true);
  };
  const inside = (reference: string, label: string, of: KnownName, depth: number, missing: boolean) => {
    if (Array.isArray(of.sample)) return;
    for (const [name, part] of partsOf(of))
      add(stepTo(reference, name, missing), `${label} › ${name}`, part, depth + 1);
  };
  if (known.input) inside("input", word("input"), known.input, 0, false);
  for (const [id, node] of Object.entries(known.nodes?.inside ?? {})) {
    const name = node.detail ?? id;
    const output = stepTo(stepTo("nodes", id, false), "output", true);
    if (node.inside?.output) add(output, name, node.inside.output, 0);
  }
  if (known.item) add("item", word("item"), known.item, 0);
  if (known.index) add("index", word("index"), { ...known.index, sample: known.index.sample ?? 0 }, 0);
  if (known.switches) inside("switches", word("switches"), known.switches, 0, false);
  if (known.run) inside("run", word("run"), known.run, 0, false);
  return found;
}

const identifier = /^[A-Za-z_$][\w$]*$/;

function stepTo(reference: string, name: string, missing: boolean): string {
  if (identifier.test(name)) return `${reference}${missing ? "?." : "."}${name}`;
  return `${reference}${missing ? "?." : ""}[${JSON.stringify(name)}]`;
}

/** The same for all ways to write one reference. */
export function plainReference(reference: string): string {
  return reference.replaceAll("?.[", "[").replaceAll("?.", ".");
}

function typeOf(of: KnownName): ValueType | undefined {
  switch (typeof of.sample) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "truth";
    case "object":
      if (of.sample === null) return of.type;
      return Array.isArray(of.sample) ? "list" : "fields";
    default:
      return of.type;
  }
}

const all: Operator[] = [
  "is",
  "isNot",
  "greater",
  "atLeast",
  "less",
  "atMost",
  "contains",
  "containsNot",
  "startsWith",
  "endsWith",
  "isTrue",
  "isFalse",
  "empty",
  "notEmpty",
];
const fitting: Record<ValueType, Operator[]> = {
  text: all.filter((o) => o !== "isTrue" && o !== "isFalse"),
  number: ["is", "isNot", "greater", "atLeast", "less", "atMost", "empty", "notEmpty"],
  truth: ["isTrue", "isFalse", "empty"],
  list: ["contains", "containsNot", "empty", "notEmpty"],
  fields: ["empty", "notEmpty"],
};

/** The operators that make sense for a value, and the one that is there. */
export function operatorsFor(type: ValueType | undefined, now: Operator): Operator[] {
  const fits = type ? fitting[type] : all;
  return all.filter((o) => o === now || fits.includes(o));
}

/** The operator for a value that was just chosen: the one that is there, unless it makes no sense for it. */
export function operatorFor(type: ValueType | undefined, now: Operator): Operator {
  const fits = type ? fitting[type] : all;
  return fits.includes(now) ? now : (fits[0] as Operator);
}

/**
 * The reference that somebody typed: a path such as `nodes.build.output.risk`, or a value's label with names
 * of fields behind it. undefined if it is neither.
 */
export function typedReference(typed: string, values: readonly ConditionValue[]): string | undefined {
  const whole = typed.trim();
  const label = (v: ConditionValue) => `${v.label} › `;
  const from = values.find((v) => whole.startsWith(label(v)) && whole.length > label(v).length);
  if (from) {
    const names = whole.slice(label(from).length).split(/\s*[›.]\s*/);
    return names.every((n) => n !== "")
      ? names.reduce((at, n) => stepTo(at, n, true), from.reference)
      : undefined;
  }
  if (!isReference(whole)) return undefined;
  const steps = [...whole.matchAll(/\??\.([A-Za-z_$][\w$]*)|(?:\?\.)?\[(\d+|"(?:[^"\\\n]|\\.)*")\]/g)];
  const root = /^\w+/.exec(whole)?.[0] ?? "";
  if (steps.length === 0 && root !== "item" && root !== "index") return undefined;
  return steps.reduce((at, [, name, index], i) => {
    const missing = i > 0 || root === "item";
    if (name !== undefined) return stepTo(at, name, missing);
    return `${at}${missing ? "?." : ""}[${index}]`;
  }, root);
}

/** As what something typed is compared with such a value. */
export function operandFor(type: ValueType | undefined, operator: Operator): "text" | "number" {
  const orders =
    operator === "greater" || operator === "atLeast" || operator === "less" || operator === "atMost";
  return type === "number" || (type === undefined && orders) ? "number" : "text";
}
