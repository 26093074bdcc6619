import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WidgetProps } from "../context";
import classes from "../form.module.css";
import { described } from "./described";

/** A number. What is typed becomes the value as soon as it is one, and stays on the screen until then. */
export function NumberWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (p.value === undefined ? "" : String(p.value));
  const wrong = typed !== undefined && typed.trim() !== "" && numberOf(typed) === undefined;
  return (
    <>
      <TextInput
        id={p.id}
        inputMode={p.schema.type === "integer" ? "numeric" : "decimal"}
        value={shown}
        readOnly={p.readOnly}
        placeholder={p.placeholder}
        error={p.invalid || wrong}
        required={p.required}
        aria-label={p.label}
        inputContainer={described(
          [p.describedBy, wrong && `${p.id}-typed`].filter(Boolean).join(" ") || undefined,
        )}
        onChange={(e) => {
          const text = e.currentTarget.value;
          setTyped(text);
          if (text.trim() === "") p.onChange(undefined);
          else if (numberOf(text) !== undefined) p.onChange(numberOf(text));
        }}
        onBlur={() => {
          if (!wrong) setTyped(undefined);
          p.onBlur();
        }}
      />
      {wrong && (
        <p className={classes.wrong} id={`${p.id}-typed`}>
          {t("notANumber")}
        </p>
      )}
    </>
  );
}

function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return undefined;
  const n = Number(trimmed);
  return Number.isFinite(n) ? n : undefined;
}
