import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useForm } from "../context";
import classes from "../form.module.css";
import { at, pointerTo } from "../pointer";
import { descriptionOf, initial, resolve, sortOf, titleOf } from "../sort";
import type { SortedProps } from "./field";
import { describedBy, Said } from "./frame";
import { Item } from "./item";
import { useFieldProblems } from "./use-field-problems";

/** A list: its items with their order, and one more. */
export function ArrayField(props: SortedProps) {
  const { schema, pointer, name, aside, required, hiddenLabel } = props;
  const { t } = useTranslation("schema-form");
  const { store, root, language, readOnly, id: form } = useForm();
  const length = useStore(store, (s) => lengthOf(at(s.value, pointer)));
  const { error, warning } = useFieldProblems(pointer);
  const box = useRef<HTMLFieldSetElement>(null);
  const id = `${form}${pointer}`;
  const label = hiddenLabel ?? titleOf(schema, language, name);
  const description = descriptionOf(schema, language);
  const items = resolve(root, schema.items);
  const block = !["text", "number", "boolean", "choice", "text-or-secret"].includes(sortOf(root, items));
  const most = typeof schema.maxItems === "number" ? schema.maxItems : Number.POSITIVE_INFINITY;

  const change = (to: (list: unknown[]) => unknown[]) => {
    const value = at(store.getState().value, pointer);
    const next = to(Array.isArray(value) ? value : []);
    store.change(pointer, next.length === 0 && !required ? undefined : next);
  };
  const add = () => {
    change((list) => [...list, initial(root, items) ?? empty(sortOf(root, items))]);
    requestAnimationFrame(() => {
      const rows = box.current?.querySelectorAll("[data-item]");
      rows?.[rows.length - 1]?.querySelector<HTMLElement>("input, textarea, select")?.focus();
    });
  };

  return (
    <fieldset
      ref={box}
      className={classes.group}
      data-plain
      aria-label={label}
      aria-describedby={describedBy(id, { description, error, warning })}
    >
      <div className={classes.field}>
        <div className={classes.head}>
          <span className={classes.label} data-required={required || undefined}>
            {label}
          </span>
          {aside}
        </div>
        {Array.from({ length }, (_, i) => (
          <Item
            // biome-ignore lint/suspicious/noArrayIndexKey: an item of a document has no name but its place
            key={i}
            block={block}
            label={t("item", { name: label, number: i + 1 })}
            first={i === 0}
            last={i === length - 1}
            schema={schema.items}
            pointer={pointerTo(pointer, i)}
            onMove={(by) => change((list) => moved(list, i, i + by))}
            onRemove={() => change((list) => list.toSpliced(i, 1))}
          />
        ))}
        <Said id={id} error={error} warning={warning} />
        {description && (
          <p className={classes.about} id={`${id}-about`}>
            {description}
          </p>
        )}
        {!readOnly && length < most && (
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              aria-label={t("addTo", { name: label })}
              onClick={add}
            >
              {t("add")}
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function empty(sort: string): unknown {
  const values: Record<string, unknown> = { number: 0, boolean: false, object: {} };
  return sort in values ? values[sort] : sort === "json" ? null : "";
}

function moved(list: unknown[], from: number, to: number): unknown[] {
  return list.toSpliced(from, 1).toSpliced(to, 0, list[from]);
}
