import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { JsonSchema } from "@/shared/chain/document";
import { soleExpression } from "./expressions";
import { branchOf, ownerOf } from "./owner";
import { at, isFields, parsePointer, pointerTo } from "./pointer";
import { resolve, sortOf } from "./sort";

/** One rule of the schema that a value breaks: the field to say it at, and what the rule wants. */
export type Broken = { pointer: string; rule: string; limit?: unknown };

/** Rules that say something themselves; the others only repeat what was found further in. */
const telling = new Set([
  "type",
  "const",
  "enum",
  "required",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
]);

/** Formats that the platform writes otherwise than the validator reads them. */
const ownFormats = new Set(["duration"]);

/** Checks values by a published schema, and by nothing else. Where expressions are allowed, one is always right. */
export function checker(
  schema: JsonSchema,
  expressions: boolean,
  whole?: (widget: string) => boolean,
): (value: unknown) => Broken[] {
  let validator: Validator;
  try {
    // The validator writes into the schema that it is given.
    validator = new Validator(structuredClone(schema) as Schema, "2020-12", false);
  } catch {
    return () => [];
  }
  return (value) => {
    let errors: OutputUnit[];
    try {
      errors = value === undefined ? [] : validator.validate(value).errors;
    } catch {
      return [];
    }
    const found = new Map<string, Broken>();
    for (const e of errors) {
      const where = e.instanceLocation.slice(1);
      if (!telling.has(e.keyword) || !chosen(schema, value, errors, e)) continue;
      if (expressions && soleExpression(at(value, where)) !== undefined) continue;
      const way = parsePointer(e.keywordLocation.slice(1));
      const limit = schemaAt(schema, way.slice(0, -1))[e.keyword];
      if (e.keyword === "format" && ownFormats.has(String(limit))) continue;
      const missing = e.keyword === "required" ? (/"(.*)"/.exec(e.error)?.[1] ?? "") : undefined;
      const pointer = missing === undefined ? where : pointerTo(where, missing);
      const owner = ownerOf(schema, value, pointer, whole);
      if (!found.has(owner)) found.set(owner, { pointer: owner, rule: e.keyword, limit });
    }
    return [...found.values()];
  };
}

/** Whether an error stands in the alternative that the value is, and not in one beside it. */
function chosen(root: JsonSchema, value: unknown, errors: OutputUnit[], e: OutputUnit): boolean {
  const parts = parsePointer(e.keywordLocation.slice(1));
  return parts.every((part, i) => {
    if (parts[i - 1] === "properties") return true;
    if (part === "anyOf" || part === "not" || part === "if") return false;
    if (part !== "oneOf") return true;
    const schema = schemaAt(root, parts.slice(0, i));
    const place = `#${parts.slice(0, i + 1).reduce(pointerTo, "")}`;
    const here = errors.find(
      (o) =>
        o.keyword === "oneOf" &&
        o.keywordLocation === place &&
        e.instanceLocation.startsWith(o.instanceLocation),
    );
    if (!here || sortOf(root, schema) !== "variant") return false;
    return Number(parts[i + 1]) === branchOf(root, schema, at(value, here.instanceLocation.slice(1)));
  });
}

/** The schema that a validator's way through the schema leads to. */
function schemaAt(root: JsonSchema, parts: string[]): JsonSchema {
  let found: unknown = root;
  for (const part of parts) {
    if (part === "$ref") found = resolve(root, found);
    else
      found = isFields(found) || Array.isArray(found) ? (found as Record<string, unknown>)[part] : undefined;
  }
  return resolve(root, found);
}
