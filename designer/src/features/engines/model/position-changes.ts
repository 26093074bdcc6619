import type { Shape } from "@/shared/api/client";

export type Position = Shape<"PositionBody">;

/** What became of one parameter; `other` is what is said of it besides, such as its title or its bounds. */
export type FieldChange = {
  name: string;
  what: "added" | "addedRequired" | "removed" | "type" | "required" | "optional" | "other";
  from?: string;
  to?: string;
};

/** What became of a position; of one that is there before and after, of each of its parameters. */
export type PositionChange = {
  position: Position;
  what: "added" | "removed" | "changed";
  fields: FieldChange[];
};

type Schema = {
  type?: string | string[];
  properties?: { [name: string]: Schema };
  items?: Schema;
  required?: string[];
};
type Field = { type: string; required: boolean; rest: string };

/** What is other in the second of two lists of positions, by key. */
export function positionChanges(before: readonly Position[], after: readonly Position[]): PositionChange[] {
  const [was, is] = [byKey(before), byKey(after)];
  const changes: PositionChange[] = [];
  for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
    const [old, now] = [was.get(key), is.get(key)];
    if (!old && now) changes.push({ position: now, what: "added", fields: [] });
    else if (old && !now) changes.push({ position: old, what: "removed", fields: [] });
    else if (old && now && JSON.stringify(old) !== JSON.stringify(now))
      changes.push({ position: now, what: "changed", fields: fieldChanges(old.parameters, now.parameters) });
  }
  return changes;
}

function byKey(positions: readonly Position[]): Map<string, Position> {
  return new Map(positions.map((p) => [p.key, p]));
}

function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const [was, is] = [fieldsOf(before as Schema), fieldsOf(after as Schema)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((name): FieldChange[] => {
    const [old, now] = [was.get(name), is.get(name)];
    if (!old) return [{ name, what: now?.required ? "addedRequired" : "added" }];
    if (!now) return [{ name, what: "removed" }];
    const changes: FieldChange[] = [];
    if (old.type !== now.type) changes.push({ name, what: "type", from: old.type, to: now.type });
    if (old.required !== now.required) changes.push({ name, what: now.required ? "required" : "optional" });
    if (changes.length === 0 && old.rest !== now.rest) changes.push({ name, what: "other" });
    return changes;
  });
}

/** The parameters of a schema by their names, inner ones behind a point, those of a list behind `[]`. */
function fieldsOf(schema: Schema, under = "", found = new Map<string, Field>()): Map<string, Field> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const { properties, items, required: _, type, ...rest } = field;
    const path = under === "" ? name : `${under}.${name}`;
    const required = schema.required?.includes(name) ?? false;
    found.set(path, { type: [type ?? "any"].flat().join(" | "), required, rest: JSON.stringify(rest) });
    if (properties) fieldsOf(field, path, found);
    if (items) fieldsOf(items, `${path}[]`, found);
  }
  return found;
}
