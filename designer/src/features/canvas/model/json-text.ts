/** What a text of JSON says; without a value where it is none, with the line that is wrong if it is known. */
export type Read = { value: unknown } | { line: number | undefined };

/** Reads a text of JSON. Not every browser says for every mistake where it is. */
export function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (e) {
    const told = e instanceof Error ? e.message : "";
    const line = /line (\d+)/.exec(told)?.[1];
    const at = /position (\d+)/.exec(told)?.[1];
    if (line !== undefined) return { line: Number(line) };
    return { line: at === undefined ? undefined : text.slice(0, Number(at)).split("\n").length };
  }
}
