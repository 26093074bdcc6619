/** JSON pointers (RFC 6901), and values changed along them without touching what was there. */

export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((s) => s.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The last part of a pointer, and what stands before it. */
export function splitPointer(pointer: string): [parent: string, key: string] {
  const at = pointer.lastIndexOf("/");
  return [pointer.slice(0, Math.max(at, 0)), parsePointer(pointer).at(-1) ?? ""];
}

export type Fields = { [key: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at a pointer; undefined if nothing does. */
export function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const key of parsePointer(pointer)) {
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isFields(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

/**
 * The value with something else at a pointer; undefined removes it. Everything beside the way there is the
 * same object as before. Objects that are missing on the way are made.
 */
export function put(value: unknown, pointer: string, next: unknown): unknown {
  return putAt(value, parsePointer(pointer), next);
}

function putAt(value: unknown, [key, ...rest]: string[], next: unknown): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const i = Number(key);
    const inner = putAt(value[i], rest, next);
    if (inner === undefined) return value.toSpliced(i, 1);
    return i < value.length ? value.with(i, inner) : [...value, inner];
  }
  const fields = isFields(value) ? value : {};
  const inner = putAt(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, next);
  if (inner !== undefined) return { ...fields, [key]: inner };
  if (!Object.hasOwn(fields, key)) return value;
  const { [key]: _, ...others } = fields;
  return others;
}

/** Whether two values of JSON are the same; the order of fields does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
}
