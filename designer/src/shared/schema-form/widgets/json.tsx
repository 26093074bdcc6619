import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/shared/kit/code-editor";
import { useForm, type WidgetProps } from "../context";
import classes from "../form.module.css";
import { same } from "../pointer";
import { expressionCompletion } from "./code-completion";

/** Any value, written as JSON. It counts whenever it can be read; until then the text stays as it is. */
export function JsonWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { known } = useForm();
  const complete = useMemo(() => known && expressionCompletion(known), [known]);
  const [text, setText] = useState(() => written(p.value));
  const mine = useRef(p.value);
  const wrong = text.trim() !== "" && read(text) === undefined;

  useEffect(() => {
    if (same(mine.current, p.value)) return;
    mine.current = p.value;
    setText(written(p.value));
  }, [p.value]);

  return (
    <>
      <CodeEditor
        language="json"
        plain
        label={p.label}
        value={text}
        readOnly={p.readOnly}
        minHeight={72}
        maxHeight={320}
        placeholder={p.placeholder ?? ""}
        onBlur={p.onBlur}
        {...(complete ? { complete } : {})}
        onChange={(next) => {
          setText(next);
          const found = next.trim() === "" ? { value: undefined } : read(next);
          if (!found) return;
          mine.current = found.value;
          p.onChange(found.value);
        }}
      />
      {wrong && <p className={classes.wrong}>{t("notJson")}</p>}
      {p.problems
        .filter((x) => x.pointer !== "")
        .map((x) => (
          <p key={x.pointer} className={classes.note}>
            <code>{x.pointer}</code>
          </p>
        ))}
    </>
  );
}

function written(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

function read(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
