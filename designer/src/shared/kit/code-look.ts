import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.meta], color: "var(--c-code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--c-code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--c-code-number)" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.definition(tags.variableName),
      tags.className,
      tags.typeName,
    ],
    color: "var(--c-code-name)",
  },
  { tag: [tags.propertyName, tags.attributeName], color: "var(--c-code-keyword)" },
  { tag: [tags.comment, tags.quote], color: "var(--c-text-dim)", fontStyle: "italic" },
  { tag: [tags.heading, tags.strong], fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--c-code-string)", textDecoration: "underline" },
  { tag: tags.invalid, color: "var(--c-danger)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--c-text)", backgroundColor: "transparent", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { caretColor: "var(--c-text)", padding: "8px 0" },
  ".cm-line": { padding: "0 12px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--c-text)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--c-text-dim)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--c-code-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--c-code-selection)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--c-code-line)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--c-line-strong)",
  },
  ".cm-placeholder": { color: "var(--c-text-dim)" },
  ".cm-panels": { backgroundColor: "var(--c-canvas)", color: "var(--c-text)", borderColor: "var(--c-line)" },
  ".cm-textfield": { backgroundColor: "var(--c-surface)", border: "1px solid var(--c-line-strong)" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--c-surface)",
    border: "1px solid var(--c-line-strong)",
  },
  ".cm-searchMatch": {
    backgroundColor: "var(--c-code-selection)",
    outline: "1px solid var(--c-line-strong)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--c-surface)",
    color: "var(--c-text)",
    border: "1px solid var(--c-line)",
    borderRadius: "var(--radius)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--c-accent-soft)",
    color: "var(--c-text)",
  },
  ".cm-completionDetail": { color: "var(--c-text-dim)", fontStyle: "normal" },
  ".cm-changedLine": { backgroundColor: "var(--c-added)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--c-removed)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    textDecoration: "underline 1px var(--c-bad)",
  },
  "&.cm-merge-b .cm-changedText, .cm-changedText": {
    background: "none",
    textDecoration: "underline 1px var(--c-good)",
  },
  ".cm-collapsedLines": {
    background: "var(--c-canvas)",
    color: "var(--c-text-dim)",
    padding: "4px 12px",
  },
});

/** The look of all source text: the page's colours, and its leave to add style tags. */
export function codeLook(): Extension {
  const nonce = document.querySelector<HTMLElement>("[nonce]")?.nonce;
  return [nonce ? EditorView.cspNonce.of(nonce) : [], theme, syntaxHighlighting(colours)];
}
