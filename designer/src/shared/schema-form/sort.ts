import type { JsonSchema } from "@/shared/chain/document";
import { isFields } from "./pointer";

/** How a part of a schema is filled in. What is none of the others gets a JSON editor. */
export type Sort =
  | "text"
  | "number"
  | "boolean"
  | "choice"
  | "choices"
  | "const"
  | "object"
  | "map"
  | "array"
  | "variant"
  | "text-or-secret"
  | "json";

const beyond = ["allOf", "anyOf", "not", "if", "patternProperties", "prefixItems", "dependentSchemas"];
const deepest = 32;

/** The schema that a local `$ref` names; what stands beside the `$ref` wins. Unknown ones give an empty schema. */
export function resolve(root: JsonSchema, schema: unknown): JsonSchema {
  let found: JsonSchema = isFields(schema) ? schema : {};
  for (let i = 0; typeof found.$ref === "string"; i++) {
    const { $ref, ...beside } = found;
    if (i > deepest) return {};
    found = { ...local(root, $ref as string), ...beside };
  }
  return found;
}

function local(root: JsonSchema, ref: string): JsonSchema {
  if (!ref.startsWith("#")) return {};
  let at: unknown = root;
  for (const part of decodeURIComponent(ref.slice(1)).split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    at = isFields(at) || Array.isArray(at) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return isFields(at) ? at : {};
}

/** The type of a schema; "null" beside another type does not count. */
function typeOf(schema: JsonSchema): unknown {
  if (!Array.isArray(schema.type)) return schema.type;
  const types = schema.type.filter((t) => t !== "null");
  return types.length === 1 ? types[0] : undefined;
}

/** Says how a schema, its `$ref` resolved, is filled in. */
export function sortOf(root: JsonSchema, schema: JsonSchema): Sort {
  if (beyond.some((k) => schema[k] !== undefined)) return "json";
  if ("const" in schema) return "const";
  if (Array.isArray(schema.enum)) return schema.enum.every(plain) ? "choice" : "json";
  if (Array.isArray(schema.oneOf)) return sortOfOneOf(root, schema);
  switch (typeOf(schema)) {
    case "string":
      return "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return sortOfArray(root, schema);
    case "object":
      return sortOfObject(schema);
    default:
      return "json";
  }
}

function plain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function sortOfArray(root: JsonSchema, schema: JsonSchema): Sort {
  if (!isFields(schema.items)) return "json";
  const items = resolve(root, schema.items);
  return schema.uniqueItems === true && Array.isArray(items.enum) && items.enum.every(plain)
    ? "choices"
    : "array";
}

function sortOfObject(schema: JsonSchema): Sort {
  if (isFields(schema.properties)) return isFields(schema.additionalProperties) ? "json" : "object";
  return isFields(schema.additionalProperties) ? "map" : "json";
}

function sortOfOneOf(root: JsonSchema, schema: JsonSchema): Sort {
  const branches = branchesOf(root, schema);
  if (branches.length > 0 && branches.every((b) => "const" in b)) return "choice";
  if (
    branches.length === 2 &&
    branches[0]?.type === "string" &&
    isFields(branches[1]?.properties) &&
    isFields(branches[1].properties.secret)
  )
    return "text-or-secret";
  return discriminator(root, schema) ? "variant" : "json";
}

/** The alternatives of a `oneOf`, resolved. */
export function branchesOf(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  return Array.isArray(schema.oneOf) ? schema.oneOf.map((b) => resolve(root, b)) : [];
}

/** The property whose constant tells the alternatives of a `oneOf` apart. */
export function discriminator(root: JsonSchema, schema: JsonSchema): string | undefined {
  const branches = branchesOf(root, schema);
  const [first] = branches;
  if (!first || !branches.every((b) => isFields(b.properties))) return undefined;
  return Object.keys(first.properties as object).find((key) => {
    const values = branches.map((b) => constant(root, b, key));
    return values.every((v) => v !== undefined) && new Set(values).size === values.length;
  });
}

/** The constant of a property, if it has one. */
export function constant(root: JsonSchema, schema: JsonSchema, key: string): unknown {
  if (!isFields(schema.properties) || !Object.hasOwn(schema.properties, key)) return undefined;
  const property = resolve(root, schema.properties[key]);
  if ("const" in property) return property.const;
  return Array.isArray(property.enum) && property.enum.length === 1 ? property.enum[0] : undefined;
}

/** Whether a schema is that of a file in a form. */
export function takesFile(schema: JsonSchema): boolean {
  return schema.type === "string" && schema.format === "file";
}

/** The properties of an object in the order in which they are to be shown. */
export function propertiesOf(schema: JsonSchema): [key: string, schema: unknown][] {
  const properties = isFields(schema.properties) ? schema.properties : {};
  const order = Array.isArray(schema["x-order"]) ? (schema["x-order"] as unknown[]) : [];
  const rank = (key: string) => {
    const i = order.indexOf(key);
    return i < 0 ? order.length : i;
  };
  return Object.entries(properties).sort(([a], [b]) => rank(a) - rank(b));
}

export function requires(schema: JsonSchema, key: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(key);
}

/** What an object or list is when it is first added: the constants and defaults of what it needs. */
export function initial(root: JsonSchema, schema: unknown, depth = 0): unknown {
  const s = resolve(root, schema);
  if ("const" in s) return s.const;
  if ("default" in s) return s.default;
  const sort = sortOf(root, s);
  if (depth > deepest) return undefined;
  if (sort === "variant") return initial(root, branchesOf(root, s)[0], depth + 1);
  if (sort === "object") {
    const made: Record<string, unknown> = {};
    for (const [key, property] of propertiesOf(s)) {
      if (!requires(s, key)) continue;
      const value = initial(root, property, depth + 1);
      if (value !== undefined) made[key] = value;
    }
    return made;
  }
  if (sort === "map") return {};
  if (sort === "array" || sort === "choices") return [];
  return undefined;
}

/** Title and description of a schema in a language; the key stands in for a title. */
export function titleOf(schema: JsonSchema, language: string, key: string): string {
  return (
    said(schema, "title", language) || key.replaceAll(/[_-]+/g, " ").replace(/^./, (c) => c.toUpperCase())
  );
}

export function descriptionOf(schema: JsonSchema, language: string): string {
  return said(schema, "description", language);
}

function said(schema: JsonSchema, what: "title" | "description", language: string): string {
  const zh = schema[`x-${what}-zh`];
  const en = schema[what];
  const first = language.startsWith("zh") ? zh : en;
  const text = first || en || zh;
  return typeof text === "string" ? text : "";
}

/** The widget that a schema asks for, by hint or by format. One takes a file as well as a list of files. */
export function widgetOf(schema: JsonSchema): string | undefined {
  if (typeof schema["x-widget"] === "string") return schema["x-widget"];
  if (takesFile(schema) || (schema.type === "array" && isFields(schema.items) && takesFile(schema.items)))
    return "file";
  const formats: Record<string, string> = {
    "date-time": "date-time",
    duration: "duration",
    code: "code",
    markdown: "markdown",
  };
  return typeof schema.format === "string" ? formats[schema.format] : undefined;
}
