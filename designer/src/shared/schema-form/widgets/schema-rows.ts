import type { JsonSchema } from "@/shared/chain/document";
import { isFields } from "../pointer";
import { propertiesOf, requires, takesFile } from "../sort";

/** What a row of the builder can be; `other` is a schema that only JSON can say. */
export const rowTypes = [
  "text",
  "long",
  "number",
  "integer",
  "boolean",
  "choice",
  "moment",
  "texts",
  "file",
  "files",
  "other",
] as const;
export type RowType = (typeof rowTypes)[number];

export type Row = { name: string; type: RowType; required: boolean; schema: JsonSchema };

/** The rows of a schema; undefined if it is not an object with properties, so that only JSON can show it. */
export function rowsOf(schema: unknown): Row[] | undefined {
  if (schema === undefined) return [];
  if (!isFields(schema)) return undefined;
  if (schema.type !== undefined && schema.type !== "object") return undefined;
  if (schema.properties !== undefined && !isFields(schema.properties)) return undefined;
  return propertiesOf(schema).map(([name, property]) => ({
    name,
    required: requires(schema, name),
    schema: isFields(property) ? property : {},
    type: isFields(property) ? rowType(property) : "other",
  }));
}

function rowType(s: JsonSchema): RowType {
  if (Array.isArray(s.enum)) return s.enum.every((v) => typeof v === "string") ? "choice" : "other";
  if (["oneOf", "anyOf", "allOf", "$ref", "const"].some((k) => k in s)) return "other";
  if (takesFile(s)) return "file";
  if (s.type === "string") {
    if (s.format === "date-time") return "moment";
    return s["x-widget"] === "textarea" ? "long" : "text";
  }
  if (s.type === "number" || s.type === "integer" || s.type === "boolean") return s.type;
  if (s.type === "array" && isFields(s.items) && takesFile(s.items)) return "files";
  if (s.type === "array" && isFields(s.items) && s.items.type === "string" && !s.items.enum) return "texts";
  return "other";
}

/** The schema with these rows; all that rows do not say stays as it was. */
export function withRows(schema: unknown, rows: Row[]): JsonSchema | undefined {
  if (rows.length === 0) return undefined;
  const { required: _, ...rest } = isFields(schema) ? schema : {};
  const required = rows.filter((r) => r.required).map((r) => r.name);
  return {
    ...rest,
    type: "object",
    properties: Object.fromEntries(rows.map((r) => [r.name, r.schema])),
    ...(required.length > 0 ? { required } : {}),
    "x-order": rows.map((r) => r.name),
  };
}

/** What tells the types apart; it goes when the type changes. */
const telling = [
  "type",
  "format",
  "enum",
  "items",
  "x-widget",
  "x-accept",
  "x-max-bytes",
  "default",
  "pattern",
  "properties",
];

const shapes: Record<RowType, JsonSchema> = {
  text: { type: "string" },
  long: { type: "string", "x-widget": "textarea" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  choice: { type: "string", enum: [] },
  moment: { type: "string", format: "date-time" },
  texts: { type: "array", items: { type: "string" } },
  file: { type: "string", format: "file" },
  files: { type: "array", items: { type: "string", format: "file" } },
  other: { type: "object" },
};

/** A row's schema with another type; title and description stay. */
export function retyped(schema: JsonSchema, type: RowType): JsonSchema {
  const kept = Object.entries(schema).filter(([k]) => !telling.includes(k));
  return { ...Object.fromEntries(kept), ...shapes[type] };
}

/** What the files of a row may be: the schema of one, whether the row takes one or several. */
export function fileOf(row: Row): JsonSchema {
  return row.type === "files" && isFields(row.schema.items) ? row.schema.items : row.schema;
}

/** The row with other files; a rule that is undefined goes. */
export function withFile(row: Row, rule: "x-accept" | "x-max-bytes", to: unknown): Row {
  const { [rule]: _, ...rest } = fileOf(row);
  const file = to === undefined ? rest : { ...rest, [rule]: to };
  return { ...row, schema: row.type === "files" ? { ...row.schema, items: file } : file };
}
