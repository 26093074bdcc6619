import { JsonInput, NumberInput, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SwitchType } from "../model/value";

type Props = {
  type: SwitchType;
  options: string[];
  label: string;
  text: string;
  change: (text: string) => void;
  error?: string | undefined;
  disabled?: boolean;
};

/** The field of a switch's value, as its type wants it. */
export function ValueField({ type, options, label, text, change, error, disabled = false }: Props) {
  const { t } = useTranslation("switches");
  const id = useId();
  if (type === "boolean")
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500} id={id}>
          {label}
        </Text>
        <SegmentedControl
          aria-labelledby={id}
          disabled={disabled}
          data={[
            { value: "false", label: t("off") },
            { value: "true", label: t("on") },
          ]}
          value={text}
          onChange={change}
        />
        {error && (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    );
  if (type === "enum")
    return (
      <Select
        label={label}
        data={options}
        disabled={disabled}
        allowDeselect={false}
        value={text || null}
        error={error}
        onChange={(v) => change(v ?? "")}
      />
    );
  if (type === "number")
    return (
      <NumberInput
        label={label}
        disabled={disabled}
        value={text}
        error={error}
        onChange={(v) => change(String(v))}
      />
    );
  return (
    <JsonInput
      label={label}
      disabled={disabled}
      autosize
      minRows={4}
      maxRows={14}
      value={text}
      error={error}
      onChange={change}
    />
  );
}
