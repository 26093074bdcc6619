import type { JsonSchema } from "@/shared/chain/document";
import { at, isFields, parsePointer, pointerTo } from "./pointer";
import { branchesOf, constant, discriminator, resolve, sortOf, widgetOf } from "./sort";

/** The alternative of a variant that a value is. */
export function branchOf(root: JsonSchema, schema: JsonSchema, value: unknown): number {
  const key = discriminator(root, schema);
  if (!key) return 0;
  const has = isFields(value) ? value[key] : undefined;
  const found = branchesOf(root, schema).findIndex((b) => constant(root, b, key) === has);
  return Math.max(found, 0);
}

/**
 * The pointer of the field at which something about `pointer` is to be shown: the field itself, or the
 * nearest one above it that the form shows. `whole` says which widgets show all that is in their value.
 */
export function ownerOf(
  root: JsonSchema,
  value: unknown,
  pointer: string,
  whole: (widget: string) => boolean = () => false,
): string {
  let schema = resolve(root, root);
  let owner = "";
  for (const key of parsePointer(pointer)) {
    const widget = widgetOf(schema);
    if (widget && whole(widget)) return owner;
    const next = step(root, schema, at(value, owner), key);
    if (!next) return owner;
    schema = next;
    owner = pointerTo(owner, key);
  }
  return owner;
}

function step(root: JsonSchema, schema: JsonSchema, value: unknown, key: string): JsonSchema | undefined {
  switch (sortOf(root, schema)) {
    case "object":
      return property(root, schema, key);
    case "variant":
      return property(root, branchesOf(root, schema)[branchOf(root, schema, value)] ?? {}, key);
    case "map":
      return isFields(value) && Object.hasOwn(value, key)
        ? resolve(root, schema.additionalProperties)
        : undefined;
    case "array":
      return Array.isArray(value) && Number(key) < value.length ? resolve(root, schema.items) : undefined;
    default:
      return undefined;
  }
}

function property(root: JsonSchema, schema: JsonSchema, key: string): JsonSchema | undefined {
  const properties = isFields(schema.properties) ? schema.properties : {};
  return Object.hasOwn(properties, key) ? resolve(root, properties[key]) : undefined;
}
