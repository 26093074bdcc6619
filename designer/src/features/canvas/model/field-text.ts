import type { CodeLanguage } from "@/shared/kit/code-editor";

/** A field that differs, as it is shown; a side is undefined if the field is not there. */
export type FieldText = {
  before: string | undefined;
  after: string | undefined;
  /** It is compared line by line. */
  lines: boolean;
  language: CodeLanguage;
};

/** Fields whose texts are JavaScript. */
const code = /(?:^\/map|\/when|\/script\/body|\/expression|\/items)$/;

/** How the two sides of a field are compared: texts of several lines as such, lists and objects as indented JSON. */
export function fieldText(pointer: string, before: unknown, after: unknown): FieldText {
  const whole = [before, after].some((v) => typeof v === "object" && v !== null);
  const sides = { before: side(before, whole), after: side(after, whole) };
  return {
    ...sides,
    lines: [sides.before, sides.after].some((v) => v?.includes("\n")),
    language: whole ? "json" : code.test(pointer) ? "javascript" : "text",
  };
}

function side(value: unknown, whole: boolean): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && !whole) return value;
  return JSON.stringify(value, null, 2);
}
