import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { type CodeLanguage, languageOf } from "./code-languages";
import { codeLook } from "./code-look";
import classes from "./diff-view.module.css";

export type DiffViewProps = {
  before: string;
  after: string;
  /** What the two are called, such as “version 3”. */
  beforeLabel: string;
  afterLabel: string;
  language: CodeLanguage;
};

/** As wide as two columns need to be to be read. */
const twoColumns = 640;

const collapse = { margin: 3, minSize: 6 };

function reading(label: string, language: Extension): Extension {
  return [
    codeLook(),
    lineNumbers(),
    language,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
  ];
}

/** The view itself; `DiffView` loads it when it is first needed. */
export function DiffViewView({ before, after, beforeLabel, afterLabel, language }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const narrow = width > 0 && width < twoColumns;
  useEffect(() => {
    if (!host.current) return;
    const parent = host.current;
    const spoken = new Compartment();
    const made = narrow
      ? new EditorView({
          parent,
          doc: after,
          extensions: [
            reading(afterLabel, spoken.of([])),
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse }),
          ],
        })
      : new MergeView({
          parent,
          a: { doc: before, extensions: reading(beforeLabel, spoken.of([])) },
          b: { doc: after, extensions: reading(afterLabel, spoken.of([])) },
          collapseUnchanged: collapse,
        });
    let here = true;
    void languageOf(language).then((grammar) => {
      if (!here) return;
      const effects = spoken.reconfigure(grammar);
      for (const view of made instanceof MergeView ? [made.a, made.b] : [made]) view.dispatch({ effects });
    });
    return () => {
      here = false;
      made.destroy();
    };
  }, [before, after, beforeLabel, afterLabel, language, narrow]);
  return (
    <div className={classes.diff} ref={ref}>
      <div className={classes.labels} data-narrow={narrow || undefined}>
        <span>{`− ${beforeLabel}`}</span>
        <span>{`+ ${afterLabel}`}</span>
      </div>
      <div ref={host} className={classes.texts} />
    </div>
  );
}
