import type { JsonSchema } from "@/shared/chain/document";
import { isFields } from "@/shared/schema-form/pointer";

/** An input as a schema asks for it: its defaults, else its first example or choice, else what is empty of its type. */
export function sampleInput(schema: JsonSchema | undefined): unknown {
  if (!schema) return {};
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return "";
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? schema.minimum : 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "null":
      return null;
    default:
      return fieldsOf(schema);
  }
}

function fieldsOf(schema: JsonSchema): Record<string, unknown> {
  if (!isFields(schema.properties)) return {};
  const fields = Object.entries(schema.properties);
  return Object.fromEntries(
    fields.map(([name, of]) => [name, sampleInput(isFields(of) ? (of as JsonSchema) : undefined)]),
  );
}
