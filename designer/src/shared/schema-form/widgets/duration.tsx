import { useTranslation } from "react-i18next";
import { duration } from "@/shared/lib/format";
import type { WidgetProps } from "../context";
import classes from "../form.module.css";
import { TextWidget } from "./text";

const sizes: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of a text such as 2h30m; undefined if it is none. */
export function milliseconds(text: string): number | undefined {
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, n = "", unit = ""] of text.matchAll(/(\d+)(ms|s|m|h|d)/g))
    sum += Number(n) * (sizes[unit] ?? 0);
  return sum;
}

/** A length of time, written like 90s or 2h30m, and told in words beside it. */
export function DurationWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const ms = typeof p.value === "string" ? milliseconds(p.value) : undefined;
  return (
    <>
      <TextWidget {...p} placeholder={p.placeholder ?? "10m"} />
      <p className={classes.note}>{ms === undefined ? t("durationHint") : duration(ms)}</p>
    </>
  );
}
