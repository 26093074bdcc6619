import { StreamLanguage, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

export type CodeLanguage =
  | "javascript"
  | "json"
  | "python"
  | "shell"
  | "yaml"
  | "markdown"
  | "dockerfile"
  | "text";

/** As much of Markdown as notes need: headings, lists, code, emphasis, links. */
const markdown: StreamParser<{ fenced: boolean }> = {
  name: "markdown",
  startState: () => ({ fenced: false }),
  token(stream, state) {
    if (stream.sol()) {
      if (stream.match(/^\s*```.*/)) {
        state.fenced = !state.fenced;
        return "meta";
      }
      if (!state.fenced) {
        if (stream.match(/^#{1,6}\s.*/)) return "heading";
        if (stream.match(/^\s*(?:[-*+]|\d+\.)\s/)) return "keyword";
        if (stream.match(/^\s*>\s?/)) return "quote";
      }
    }
    if (state.fenced) {
      stream.skipToEnd();
      return "string";
    }
    if (stream.match(/^`[^`]+`/)) return "string";
    if (stream.match(/^\*\*[^*]+\*\*/)) return "strong";
    if (stream.match(/^(?:\*[^*\s][^*]*\*|_[^_\s][^_]*_)/)) return "emphasis";
    if (stream.match(/^\[[^\]]*\]\([^)]*\)/)) return "link";
    stream.next();
    stream.eatWhile(/[^`*_[]/);
    return null;
  },
};

function grammar(language: CodeLanguage): Promise<Extension> | Extension {
  switch (language) {
    case "javascript":
      return import("@codemirror/lang-javascript").then((m) => m.javascript());
    case "json":
      return import("@codemirror/lang-json").then((m) => m.json());
    case "python":
      return import("@codemirror/lang-python").then((m) => m.python());
    case "yaml":
      return import("@codemirror/lang-yaml").then((m) => m.yaml());
    case "shell":
      return import("@codemirror/legacy-modes/mode/shell").then((m) => StreamLanguage.define(m.shell));
    case "dockerfile":
      return import("@codemirror/legacy-modes/mode/dockerfile").then((m) =>
        StreamLanguage.define(m.dockerFile),
      );
    case "markdown":
      return StreamLanguage.define(markdown);
    case "text":
      return [];
  }
}

/** How a language is read and coloured. What cannot be loaded is plain text. */
export async function languageOf(language: CodeLanguage): Promise<Extension> {
  try {
    return await grammar(language);
  } catch {
    return [];
  }
}
