import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor, type CodeMark } from "@/shared/kit/code-editor";
import type { Known } from "../expressions";
import { glueMarks } from "../glue-marks";
import { usePlace } from "../places";
import { codeCompletion } from "./code-completion";

type Props = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur?: () => void;
  readOnly: boolean;
  minHeight: number;
  placeholder?: string;
  known: (() => Known) | undefined;
};

const pause = 400;

/** Glue: the body of a JavaScript function. It offers the names that the glue can see, and marks what glue cannot do. */
export function GlueEditor({ known, value, ...editor }: Props) {
  const { t } = useTranslation("schema-form");
  const complete = useMemo(() => known && codeCompletion(known), [known]);
  const insert = useRef<(text: string) => void>(undefined);
  const enter = usePlace(editor.label, (reference) => insert.current?.(reference));
  const [marks, setMarks] = useState<CodeMark[]>([]);
  useEffect(() => {
    let here = true;
    const look = () =>
      glueMarks(value, (why, name) => t(`glue.${why}`, { name }))
        .then((found) => here && setMarks(found))
        // Without the parser there is no editor to mark either.
        .catch(() => {});
    const timer = setTimeout(look, pause);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [value, t]);
  return (
    <CodeEditor
      {...editor}
      language="javascript"
      value={value}
      marks={marks}
      onFocus={(put) => {
        insert.current = put;
        if (!editor.readOnly) enter();
      }}
      {...(complete ? { complete } : {})}
    />
  );
}
