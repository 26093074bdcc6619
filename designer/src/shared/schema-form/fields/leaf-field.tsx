import { useMemo } from "react";
import { useForm, useValueAt } from "../context";
import { descriptionOf, titleOf } from "../sort";
import type { FormProblem } from "../store";
import type { SortedProps } from "./field";
import { describedBy, Frame } from "./frame";
import { useFieldProblems } from "./use-field-problems";

/** Widgets that say their label themselves. */
const ownLabel = new Set(["boolean"]);

/** A field with one control: a widget that gets and gives the value. */
export function LeafField(props: SortedProps & { widget: string }) {
  const { schema, pointer, name, required, widget, aside, hiddenLabel } = props;
  const { store, widgets, language, readOnly, id: form } = useForm();
  const value = useValueAt(pointer);
  const { told, error, warning } = useFieldProblems(pointer);
  const problems = useMemo(() => told.map((p) => relative(p, pointer)), [told, pointer]);
  const Widget = widgets[widget] ?? widgets.json;
  if (!Widget) return null;
  const id = `${form}${pointer}`;
  const description = descriptionOf(schema, language);
  const label = hiddenLabel ?? titleOf(schema, language, name);
  const hint = schema["x-placeholder"];
  return (
    <Frame
      id={id}
      label={label}
      unlabelled={hiddenLabel !== undefined || ownLabel.has(widget)}
      required={required}
      aside={aside}
      description={description}
      error={error}
      warning={warning}
    >
      <Widget
        id={id}
        pointer={pointer}
        schema={schema}
        value={value}
        onChange={(next) => store.change(pointer, next)}
        onBlur={() => store.leave(pointer)}
        label={label}
        describedBy={describedBy(id, { description, error, warning })}
        invalid={error !== ""}
        required={required}
        readOnly={readOnly}
        placeholder={typeof hint === "string" ? hint : shownDefault(schema.default)}
        compact={hiddenLabel !== undefined}
        problems={problems}
      />
    </Frame>
  );
}

function relative(p: FormProblem, pointer: string): FormProblem {
  return { ...p, pointer: p.pointer.startsWith(pointer) ? p.pointer.slice(pointer.length) : p.pointer };
}

function shownDefault(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}
