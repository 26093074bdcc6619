import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useForm, type WidgetProps } from "../context";
import { branchesOf, titleOf } from "../sort";
import { described } from "./described";

/** One of a few values: side by side if they are few and short, else in a list. */
export function ChoiceWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { root, language } = useForm();
  const options = optionsOf(root, p.schema, language);
  const shown = p.value === undefined ? p.schema.default : p.value;
  const at = options.findIndex((o) => o.value === shown);
  const choose = (text: string) => {
    const option = options[Number(text)];
    p.onChange(
      text === "" || !option || (option.value === p.schema.default && !p.required) ? undefined : option.value,
    );
    p.onBlur();
  };
  const short =
    options.length > 1 && options.length <= 3 && options.reduce((n, o) => n + o.label.length, 0) <= 36;
  const settled = p.required || p.schema.default !== undefined;
  if (short && settled && (at >= 0 || shown === undefined)) {
    return (
      <SegmentedControl
        id={p.id}
        size="xs"
        fullWidth
        aria-label={p.label}
        aria-describedby={p.describedBy}
        readOnly={p.readOnly}
        data={options.map((o, i) => ({ value: String(i), label: o.label }))}
        value={at < 0 ? "" : String(at)}
        onChange={choose}
      />
    );
  }
  const data = options.map((o, i) => ({ value: String(i), label: o.label }));
  const unknown = at < 0 && shown !== undefined;
  return (
    <NativeSelect
      id={p.id}
      value={unknown ? "?" : at < 0 ? "" : String(at)}
      disabled={p.readOnly}
      error={p.invalid}
      aria-label={p.label}
      inputContainer={described(p.describedBy)}
      data={[
        ...(p.required && at >= 0 ? [] : [{ value: "", label: p.required ? t("choose") : "–" }]),
        ...data,
        ...(unknown ? [{ value: "?", label: String(shown), disabled: true }] : []),
      ]}
      onBlur={p.onBlur}
      onChange={(e) => choose(e.currentTarget.value)}
    />
  );
}

type Option = { value: unknown; label: string };

/** The values that a schema allows, each with what it is called. */
export function optionsOf(
  root: WidgetProps["schema"],
  schema: WidgetProps["schema"],
  language: string,
): Option[] {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => ({ value, label: String(value) }));
  if ("const" in schema) return [{ value: schema.const, label: String(schema.const) }];
  return branchesOf(root, schema).map((b) => ({
    value: b.const,
    label: b.title || b["x-title-zh"] ? titleOf(b, language, "") : String(b.const),
  }));
}
