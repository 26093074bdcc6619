import { Button, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WidgetProps } from "../context";
import classes from "../form.module.css";
import { described } from "./described";

const usual = [
  ["hourly", "0 * * * *"],
  ["daily", "0 8 * * *"],
  ["workdays", "0 9 * * 1-5"],
  ["monthly", "0 8 1 * *"],
] as const;

const names = ["minute", "hour", "day", "month", "weekday"] as const;

/** When something happens again and again: minute, hour, day, month, weekday. */
export function CronWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const text = typeof p.value === "string" ? p.value : "";
  const parts = text.trim().split(/\s+/).filter(Boolean);
  return (
    <>
      <TextInput
        id={p.id}
        value={text}
        readOnly={p.readOnly}
        error={p.invalid}
        placeholder={p.placeholder ?? "0 8 * * *"}
        classNames={{ input: classes.code }}
        aria-label={p.label}
        inputContainer={described(p.describedBy)}
        onBlur={p.onBlur}
        onChange={(e) => p.onChange(e.currentTarget.value || undefined)}
      />
      <p className={classes.note}>
        {names.map((name, i) => (
          <span key={name}>
            {t(`cron.${name}`)} <code>{parts[i] ?? "–"}</code>
          </span>
        ))}
      </p>
      {!p.readOnly && (
        <Group gap={4}>
          {usual.map(([name, value]) => (
            <Button key={name} size="compact-xs" variant="default" onClick={() => p.onChange(value)}>
              {t(`cron.${name}`)}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
