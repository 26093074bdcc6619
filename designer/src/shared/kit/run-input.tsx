import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonSchema } from "@/shared/chain/document";
import { type FormProblem, SchemaForm } from "@/shared/schema-form/schema-form";
import { CodeEditor } from "./code-editor";

type Props = {
  /** The chain's input schema; without one the input is any JSON. */
  schema: JsonSchema | undefined;
  value: unknown;
  /** Told each change; `ok` is false while the text is no JSON. */
  onChange: (value: unknown, ok: boolean) => void;
  /** Pointers begin at the input. */
  problems?: readonly FormProblem[];
};

function asText(value: unknown): string {
  return JSON.stringify(value ?? {}, null, 2);
}

/** The input of a run: a form made of the chain's input schema, or the same as JSON. */
export function RunInput({ schema, value, onChange, problems }: Props) {
  const { t } = useTranslation();
  const formed = schema !== undefined && Object.keys(schema).length > 0;
  const [as, setAs] = useState(formed ? "form" : "json");
  const [text, setText] = useState<string>();
  const [wrong, setWrong] = useState(false);
  return (
    <Stack gap="xs">
      {formed && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          aria-label={t("runInput.as")}
          value={as}
          onChange={(next) => {
            setText(undefined);
            setWrong(false);
            setAs(next);
          }}
          data={[
            { value: "form", label: t("runInput.form") },
            { value: "json", label: "JSON" },
          ]}
        />
      )}
      {formed && as === "form" ? (
        <SchemaForm schema={schema} value={value} onChange={(v) => onChange(v, true)} problems={problems} />
      ) : (
        <>
          <CodeEditor
            label={t("runInput.label")}
            language="json"
            minHeight={140}
            value={text ?? asText(value)}
            onChange={(next) => {
              setText(next);
              try {
                const parsed: unknown = next.trim() === "" ? {} : JSON.parse(next);
                setWrong(false);
                onChange(parsed, true);
              } catch {
                setWrong(true);
                onChange(value, false);
              }
            }}
          />
          {wrong && (
            <Text size="sm" c="red" role="alert">
              {t("runInput.wrong")}
            </Text>
          )}
          {problems?.map((p) => (
            <Text key={`${p.pointer} ${p.detail}`} size="sm" c="red" role="alert">
              {p.pointer} {p.detail}
            </Text>
          ))}
        </>
      )}
    </Stack>
  );
}
