import { TextInput } from "@mantine/core";
import { dateTime } from "@/shared/lib/format";
import type { WidgetProps } from "../context";
import classes from "../form.module.css";
import { described } from "./described";

/** A moment with its time zone: picked in the browser's zone, kept with the offset. */
export function DateTimeWidget(p: WidgetProps) {
  const moment = typeof p.value === "string" ? new Date(p.value) : undefined;
  const known = moment !== undefined && !Number.isNaN(moment.getTime());
  return (
    <>
      <TextInput
        id={p.id}
        type="datetime-local"
        step={1}
        value={known ? local(moment) : ""}
        readOnly={p.readOnly}
        error={p.invalid}
        aria-label={p.label}
        inputContainer={described(p.describedBy)}
        onBlur={p.onBlur}
        onChange={(e) => {
          const picked = new Date(e.currentTarget.value);
          p.onChange(Number.isNaN(picked.getTime()) ? undefined : local(picked) + offset(picked));
        }}
      />
      {p.value !== undefined && (
        <p className={classes.note}>
          <code>{String(p.value)}</code>
          {known && <span>{dateTime(moment)}</span>}
        </p>
      )}
    </>
  );
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** 2026-10-01T08:00:00, in the browser's zone. */
function local(d: Date): string {
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

function offset(d: Date): string {
  const minutes = -d.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
