/** The types of switches. */
export const types = ["boolean", "enum", "number", "json"] as const;
export type SwitchType = (typeof types)[number];

/** A value as a person writes it in a field. */
export function written(type: SwitchType, value: unknown): string {
  if (type === "enum") return typeof value === "string" ? value : "";
  return type === "json" ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** What is written, as a value; undefined if it is none of the type. */
export function read(type: SwitchType, text: string): { value: unknown } | undefined {
  if (type === "enum") return text === "" ? undefined : { value: text };
  if (type === "boolean") return text === "true" || text === "false" ? { value: text === "true" } : undefined;
  if (text.trim() === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return type === "number" && typeof value !== "number" ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** A value in one line, as lists and histories show it. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
