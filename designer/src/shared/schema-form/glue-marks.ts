import type { CodeMark } from "@/shared/kit/code-editor";

/** What glue is kept from: it computes, and has neither network nor clock nor page nor modules. */
export type Beyond = "network" | "timer" | "module" | "code" | "page" | "console";

const names: Record<Beyond, readonly string[]> = {
  network: ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Request", "Response", "Headers"],
  timer: [
    "setTimeout",
    "setInterval",
    "setImmediate",
    "clearTimeout",
    "clearInterval",
    "requestAnimationFrame",
    "queueMicrotask",
    "performance",
  ],
  module: ["require", "module", "exports", "importScripts"],
  code: ["eval", "Function"],
  page: [
    "window",
    "document",
    "navigator",
    "location",
    "localStorage",
    "sessionStorage",
    "process",
    "Buffer",
    "Deno",
    "global",
    "URL",
    "URLSearchParams",
    "TextEncoder",
    "TextDecoder",
    "atob",
    "btoa",
    "crypto",
    "structuredClone",
    "Intl",
  ],
  console: ["console", "alert"],
};
const beyond = new Map(Object.entries(names).flatMap(([why, all]) => all.map((n) => [n, why as Beyond])));
const statements = new Set(["ImportDeclaration", "ExportDeclaration", "DynamicImport"]);

/**
 * Marks what glue cannot do in the body of a function, each name once. What the body itself declares is its
 * own. The server has the last word when the draft is checked.
 */
export async function glueMarks(
  source: string,
  say: (why: Beyond, name: string) => string,
): Promise<CodeMark[]> {
  const { javascriptLanguage } = await import("@codemirror/lang-javascript");
  const own = new Set<string>();
  const found = new Map<string, { from: number; why: Beyond }>();
  const note = (name: string, from: number, why: Beyond) => {
    if (!found.has(name)) found.set(name, { from, why });
  };
  javascriptLanguage.parser.parse(source).iterate({
    enter: ({ name, from, to }) => {
      if (statements.has(name)) note(name.startsWith("Export") ? "export" : "import", from, "module");
      if (name === "VariableDefinition") own.add(source.slice(from, to));
      if (name !== "VariableName") return;
      const word = source.slice(from, to);
      const why = beyond.get(word);
      if (why) note(word, from, why);
    },
  });
  return [...found]
    .filter(([name]) => !own.has(name))
    .map(([name, { from, why }]) => {
      const before = source.slice(0, from).split("\n");
      const column = (before.at(-1)?.length ?? 0) + 1;
      return { line: before.length, column, length: name.length, text: say(why, name), severity: "warning" };
    });
}
