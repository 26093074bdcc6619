import Anser from "anser";

/** A part of a line that looks alike: the classes are `ansi-red`, `ansi-bold` … */
export type Piece = { text: string; classes: string[]; hit?: boolean };

/** What is shown of a long line before somebody asks for all of it. */
export const longest = 2000;

/** A line without the codes that colour it. */
export function plain(text: string): string {
  return text.includes("\u001b") ? Anser.ansiToText(text) : text;
}

/** A line in parts that look alike. */
export function pieces(text: string): Piece[] {
  if (!text.includes("\u001b")) return text ? [{ text, classes: [] }] : [];
  return Anser.ansiToJson(text, { json: true, remove_empty: true, use_classes: true }).map((part) => ({
    text: part.content,
    classes: [part.fg, part.bg && `bg-${part.bg}`, ...part.decorations.map((d) => `ansi-${d}`)].filter(
      (c): c is string => Boolean(c),
    ),
  }));
}

/** What is searched for: `/a+b/` is a regular expression, anything else is meant as it stands. */
export function pattern(search: string): RegExp | Error | undefined {
  if (!search) return undefined;
  const expression = /^\/(.+)\/(i?)$/.exec(search);
  if (!expression) return new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
  try {
    const found = new RegExp(expression[1] ?? "", `g${expression[2]}`);
    return found.test("") ? new Error("empty") : found;
  } catch (error) {
    return error as Error;
  }
}

/** Marks the places where the pattern is found. */
export function marked(parts: Piece[], search: RegExp | undefined): Piece[] {
  if (!search) return parts;
  const text = parts.map((p) => p.text).join("");
  const cuts: { from: number; to: number }[] = [];
  for (const m of text.matchAll(search)) {
    if (m[0]) cuts.push({ from: m.index, to: m.index + m[0].length });
  }
  if (cuts.length === 0) return parts;
  const out: Piece[] = [];
  let at = 0;
  for (const part of parts) {
    const end = at + part.text.length;
    let from = at;
    while (from < end) {
      const cut = cuts.find((c) => c.to > from);
      const hit = cut !== undefined && cut.from <= from;
      const to = Math.min(end, cut === undefined ? end : hit ? cut.to : cut.from);
      out.push({ ...part, text: part.text.slice(from - at, to - at), ...(hit ? { hit } : {}) });
      from = to;
    }
    at = end;
  }
  return out;
}
