import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/shared/kit/code-editor";
import { readJson } from "../../model/json-text";
import classes from "./drawer.module.css";

type Props = {
  /** What stands there first. */
  value: unknown;
  pin: (value: unknown) => void;
  close: () => void;
};

/** A value for a pin, typed as JSON. What is no JSON is not taken, and the line says so. */
export function PinEditor({ value, pin, close }: Props) {
  const { t } = useTranslation("canvas");
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [tried, setTried] = useState(false);
  const read = readJson(text);
  const line = "line" in read ? read.line : undefined;
  const wrong = !("line" in read && tried)
    ? undefined
    : line === undefined
      ? t("shared:runInput.wrong")
      : t("drawer.output.wrong", { line });
  return (
    <div className={classes.stack}>
      <CodeEditor
        label={t("drawer.output.typed")}
        language="json"
        minHeight={120}
        maxHeight={400}
        autoFocus
        value={text}
        onChange={setText}
        marks={wrong && line !== undefined ? [{ line, text: wrong, severity: "error" }] : []}
      />
      {wrong && (
        <p className={classes.wrong} role="alert">
          {wrong}
        </p>
      )}
      <Group gap="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={close}>
          {t("shared:cancel")}
        </Button>
        <Button
          size="compact-sm"
          onClick={() => {
            setTried(true);
            if ("line" in read) return;
            pin(read.value);
            close();
          }}
        >
          {t("drawer.output.pin")}
        </Button>
      </Group>
    </div>
  );
}
