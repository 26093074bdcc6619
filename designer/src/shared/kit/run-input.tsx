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
  // What was typed goes with what it was read as: another input from elsewhere takes its place.
  const [typed, setTyped] = useState<{ text: string; wrong: boolean; read: unknown }>();
  const shown = typed?.read === value ? typed : undefined;
  const text = shown?.text ?? asText(value);
  return (
    <Stack gap="xs">
      {formed && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          aria-label={t("runInput.as")}
          value={as}
          onChange={(next) => {
            setTyped(undefined);
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
            value={text}
            onChange={(next) => {
              if (next === text) return; // the editor also tells what it was given
              let read = value;
              let wrong = false;
              try {
                read = next.trim() === "" ? {} : JSON.parse(next);
              } catch {
                wrong = true;
              }
              setTyped({ text: next, wrong, read });
              onChange(read, !wrong);
            }}
          />
          {shown?.wrong && (
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
