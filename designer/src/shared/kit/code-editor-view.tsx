import {
  autocompletion,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { useEffect, useRef, useState } from "react";
import classes from "./code-editor.module.css";
import { type CodeLanguage, languageOf } from "./code-languages";
import { codeLook } from "./code-look";

export type { CodeLanguage } from "./code-languages";

/** Something to say about a place in the text; lines and columns count from 1. */
export type CodeMark = {
  line: number;
  column?: number;
  /** How many characters it is about; one if it is left out. */
  length?: number;
  text: string;
  severity: "error" | "warning" | "info";
};

export type CodeEditorProps = {
  value: string;
  /** Told each change. Without it the text can only be read. */
  onChange?: (value: string) => void;
  language: CodeLanguage;
  /** What a screen reader calls the editor. */
  label: string;
  readOnly?: boolean;
  minHeight?: number;
  maxHeight?: number;
  placeholder?: string;
  /** Grows no line numbers; for short texts. */
  plain?: boolean;
  marks?: CodeMark[];
  /** Offers completions beside those of the language. */
  complete?: CompletionSource;
  autoFocus?: boolean;
  /** Given what puts a text in the place of what is selected, and the focus behind it. */
  onFocus?: (insert: (text: string) => void) => void;
  onBlur?: () => void;
};

function asDiagnostics(state: EditorState, marks: CodeMark[]): Diagnostic[] {
  return marks.map((m) => {
    const line = state.doc.line(Math.min(Math.max(m.line, 1), state.doc.lines));
    const from = Math.min(line.from + Math.max((m.column ?? 1) - 1, 0), line.to);
    return {
      from,
      to: m.column ? Math.min(from + (m.length ?? 1), line.to) : line.to,
      severity: m.severity,
      message: m.text,
    };
  });
}

/** The editor itself; `CodeEditor` loads it when it is first needed. */
export function CodeEditorView(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [view, setView] = useState<EditorView>();
  const [parts] = useState(() => ({
    language: new Compartment(),
    writing: new Compartment(),
    label: new Compartment(),
  }));
  const readOnly = props.readOnly || !props.onChange;

  useEffect(() => {
    if (!host.current) return;
    const p = latest.current;
    const made = new EditorView({
      parent: host.current,
      doc: p.value,
      extensions: [
        codeLook(),
        parts.label.of([]),
        parts.language.of([]),
        parts.writing.of([]),
        p.plain ? [] : [lineNumbers(), lintGutter(), highlightActiveLine()],
        p.placeholder ? placeholder(p.placeholder) : [],
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentUnit.of("  "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        autocompletion(),
        EditorState.languageData.of(() => [
          {
            autocomplete: (context: Parameters<CompletionSource>[0]) =>
              latest.current.complete?.(context) ?? null,
          },
        ]),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
        ]),
        EditorView.updateListener.of((u) => {
          if (u.docChanged) latest.current.onChange?.(u.state.doc.toString());
          if (!u.focusChanged) return;
          if (!u.view.hasFocus) return latest.current.onBlur?.();
          latest.current.onFocus?.((text) => {
            u.view.dispatch(u.view.state.replaceSelection(text));
            u.view.focus();
          });
        }),
      ],
    });
    setView(made);
    if (p.autoFocus) made.focus();
    return () => made.destroy();
  }, [parts]);

  useEffect(() => {
    if (view && view.state.doc.toString() !== props.value)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: props.value } });
  }, [view, props.value]);

  useEffect(() => {
    if (!view) return;
    let here = true;
    void languageOf(props.language).then((language) => {
      if (here) view.dispatch({ effects: parts.language.reconfigure(language) });
    });
    return () => {
      here = false;
    };
  }, [view, parts, props.language]);

  useEffect(() => {
    const attributes = EditorView.contentAttributes.of({
      "aria-label": props.label,
      "aria-readonly": String(readOnly),
      // What can only be read, or is wider than the editor, is reached and scrolled by keyboard all the same.
      tabindex: "0",
    });
    view?.dispatch({ effects: parts.label.reconfigure(attributes) });
  }, [view, parts, props.label, readOnly]);

  useEffect(() => {
    view?.dispatch({
      effects: parts.writing.reconfigure([
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
      ]),
    });
  }, [view, parts, readOnly]);

  const marks = props.marks;
  useEffect(() => {
    if (view && marks) view.dispatch(setDiagnostics(view.state, asDiagnostics(view.state, marks)));
  }, [view, marks]);

  return (
    <div
      ref={host}
      className={classes.editor}
      data-readonly={readOnly || undefined}
      style={
        {
          "--min-height": `${props.minHeight ?? 160}px`,
          "--max-height": `${props.maxHeight ?? 640}px`,
        } as never
      }
    />
  );
}
