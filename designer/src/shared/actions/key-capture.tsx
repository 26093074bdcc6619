import { Kbd, Text } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { composing } from "@/shared/lib/ime";
import type { Action } from "./actions";
import { taken } from "./bindings";
import { pressed, shown } from "./hotkeys";
import classes from "./key-list.module.css";

type Props = { action: Action; others: Action[]; done: (keys: string | undefined) => void };

const modifiers = new Set(["Control", "Shift", "Alt", "Meta"]);

/** How long after the first stroke a second one still belongs to it. */
const pause = 900;

/** Takes the next stroke, or two one after the other, as an action's keys. Escape leaves all as it was. */
export function KeyCapture({ action, others, done }: Props) {
  const { t } = useTranslation("actions");
  const [strokes, setStrokes] = useState<string[]>([]);
  const field = useRef<HTMLButtonElement>(null);
  useEffect(() => field.current?.focus(), []);
  const keys = strokes.join(" ");
  const clash = keys ? taken(keys, others, action.id) : undefined;

  useEffect(() => {
    if (!keys || clash) return;
    if (strokes.length === 2) return done(keys);
    const timer = setTimeout(() => done(keys), pause);
    return () => clearTimeout(timer);
  }, [keys, clash, strokes.length, done]);

  const onKey = (e: KeyboardEvent) => {
    if (composing(e.nativeEvent) || modifiers.has(e.key) || e.key === "Tab") return;
    e.preventDefault();
    e.stopPropagation();
    if (e.key === "Escape") return done(undefined);
    const stroke = pressed(e.nativeEvent);
    setStrokes((before) => (before.length === 1 && !clash ? [...before, stroke] : [stroke]));
  };

  return (
    <button
      type="button"
      ref={field}
      className={classes.capture}
      onKeyDown={onKey}
      onBlur={() => done(undefined)}
      aria-live="polite"
    >
      {keys ? <Kbd size="xs">{shown(keys)}</Kbd> : <Text size="xs">{t("press")}</Text>}
      {clash && (
        <Text size="xs" className={classes.clash}>
          {t("taken", { action: clash.label })}
        </Text>
      )}
    </button>
  );
}
