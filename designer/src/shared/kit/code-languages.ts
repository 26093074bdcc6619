import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { StreamLanguage, type StreamParser } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { shell } from "@codemirror/legacy-modes/mode/shell";
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

/** How a language is read and coloured. */
export function languageOf(language: CodeLanguage): Extension {
  switch (language) {
    case "javascript":
      return javascript();
    case "json":
      return json();
    case "python":
      return python();
    case "yaml":
      return yaml();
    case "shell":
      return StreamLanguage.define(shell);
    case "dockerfile":
      return StreamLanguage.define(dockerFile);
    case "markdown":
      return StreamLanguage.define(markdown);
    case "text":
      return [];
  }
}
