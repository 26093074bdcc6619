import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { CodeEditorProps } from "./code-editor-view";

export type { CodeLanguage, CodeMark } from "./code-editor-view";

const View = lazy(() => import("./code-editor-view"));

/**
 * An editor of source text. It comes in a chunk of its own, with its languages. Tab is never taken: it
 * moves on to what follows; Ctrl+[ and Ctrl+] indent.
 */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton height={props.minHeight ?? 160} aria-label={props.label} />}>
      <View {...props} />
    </Suspense>
  );
}
