import { Skeleton, Stack, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CodeEditorProps } from "./code-editor-view";
import { lazily, PartMissing, type Retry } from "./lazily";

export type { CodeLanguage, CodeMark } from "./code-editor-view";

/** As high as the editor will be with this text: lines of 20 px between two margins of 8 px. */
function heightOf({ value, minHeight = 160, maxHeight = 640 }: CodeEditorProps): number {
  return Math.min(Math.max(value.split("\n").length * 20 + 18, minHeight), maxHeight);
}

/**
 * An editor of source text. It comes in a chunk of its own, and its languages each in another. If it cannot
 * be loaded, a plain field takes its place. Tab is never taken: it moves on to what follows; Ctrl+[ and
 * Ctrl+] indent.
 */
export const CodeEditor = lazily<CodeEditorProps>(
  () => import("./code-editor-view").then((m) => m.CodeEditorView),
  {
    waiting: (props) => <Skeleton height={heightOf(props)} aria-label={props.label} />,
    failed: (props, retry) => <PlainEditor {...props} retry={retry} />,
  },
);

/** The same text in a field of the browser, for when the editor could not be loaded. */
function PlainEditor({ retry, ...props }: CodeEditorProps & { retry: Retry }) {
  const { label, value, onChange, onBlur, placeholder, marks } = props;
  const { t } = useTranslation();
  const readOnly = props.readOnly || !onChange;
  const wrong = marks?.filter((m) => m.severity === "error").map((m) => `${m.line}: ${m.text}`);
  return (
    <Stack gap={4}>
      <PartMissing retry={retry}>{t(readOnly ? "editor.plainToRead" : "editor.plain")}</PartMissing>
      <Textarea
        aria-label={label}
        value={value}
        onChange={(e) => onChange?.(e.currentTarget.value)}
        onBlur={onBlur}
        readOnly={readOnly}
        placeholder={placeholder}
        error={wrong?.length ? wrong.join(" · ") : undefined}
        spellCheck={false}
        styles={{ input: { height: heightOf(props), fontFamily: "var(--font-code)" } }}
      />
    </Stack>
  );
}
