import { Textarea, TextInput } from "@mantine/core";
import type { WidgetProps } from "../context";
import { described } from "./described";

/** A text; one that may be long grows with what is typed. Empty means absent. */
export function TextWidget(p: WidgetProps) {
  const long =
    p.schema["x-widget"] === "textarea" ||
    (typeof p.schema.maxLength === "number" && p.schema.maxLength > 500) ||
    (typeof p.value === "string" && p.value.includes("\n"));
  const common = {
    id: p.id,
    value: typeof p.value === "string" ? p.value : p.value === undefined ? "" : JSON.stringify(p.value),
    readOnly: p.readOnly,
    placeholder: p.placeholder,
    error: p.invalid,
    required: p.required,
    "aria-label": p.label,
    inputContainer: described(p.describedBy),
    onBlur: p.onBlur,
    onChange: (e: { currentTarget: { value: string } }) => p.onChange(e.currentTarget.value || undefined),
  };
  return long ? <Textarea autosize minRows={2} maxRows={12} {...common} /> : <TextInput {...common} />;
}
