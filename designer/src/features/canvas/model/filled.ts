import { split } from "@/shared/schema-form/expressions";

/** The expressions in the texts of a value, each once. */
export function expressionsIn(value: unknown): string[] {
  const found = new Set<string>();
  const look = (v: unknown) => {
    if (typeof v === "string") {
      for (const s of split(v).segments) if (s.expression && s.text !== "") found.add(s.text);
    } else if (v !== null && typeof v === "object") for (const inner of Object.values(v)) look(inner);
  };
  look(value);
  return [...found];
}

/**
 * A value with what its expressions are, as the server fills it in: a text that is one expression becomes its
 * value, else it stands within the text. What is not known stays as it is written.
 */
export function filled(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((v) => filled(v, known));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, filled(v, known)]));
  if (typeof value !== "string") return value;
  const { segments, open } = split(value);
  if (open !== undefined) return value;
  const [only] = segments;
  if (segments.length === 1 && only?.expression && known.has(only.text)) return known.get(only.text);
  return segments
    .map((s) => {
      if (!s.expression) return s.text;
      if (!known.has(s.text)) return `\${{ ${s.text} }}`;
      const v = known.get(s.text);
      return typeof v === "string" ? v : JSON.stringify(v ?? null);
    })
    .join("");
}
