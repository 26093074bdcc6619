import { Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useForm } from "../context";
import classes from "../form.module.css";
import { at, isFields, pointerTo, same } from "../pointer";
import { descriptionOf, initial, propertiesOf, requires, resolve, titleOf } from "../sort";
import { type FormState, wrongWithin } from "../store";
import { Field, type SortedProps } from "./field";
import { describedBy, Said } from "./frame";
import { useFieldProblems } from "./use-field-problems";

/** Several fields. One that need not be there is switched on first. */
export function ObjectField(props: SortedProps) {
  const { schema, pointer, name, required, top, aside, hiddenLabel } = props;
  const { store, root, language, readOnly, id: form } = useForm();
  const there = useStore(store, (s) => isFields(at(s.value, pointer)));
  const { error, warning } = useFieldProblems(pointer);
  const id = `${form}${pointer}`;
  const description = descriptionOf(schema, language);
  const label = hiddenLabel ?? titleOf(schema, language, name);
  const inner = <Properties schema={schema} pointer={pointer} />;

  if (top) {
    return (
      <div className={classes.fields}>
        <Said id={id} error={error} warning={warning} />
        {inner}
      </div>
    );
  }
  if (readOnly && !there) return null;
  const said = { description, error, warning };
  return (
    <fieldset
      className={classes.group}
      data-plain={(!there && !required) || undefined}
      aria-label={label}
      aria-describedby={describedBy(id, said)}
    >
      <div className={classes.fields}>
        <div className={classes.field}>
          <div className={classes.head}>
            {required || readOnly ? (
              <span className={classes.label}>{label}</span>
            ) : (
              <Switch
                label={label}
                size="sm"
                checked={there}
                disabled={readOnly}
                onChange={(e) =>
                  store.change(pointer, e.currentTarget.checked ? (initial(root, schema) ?? {}) : undefined)
                }
              />
            )}
            {aside}
          </div>
          <Said id={id} error={error} warning={warning} />
          {description && (
            <p className={classes.about} id={`${id}-about`}>
              {description}
            </p>
          )}
        </div>
        {(there || required) && inner}
      </div>
    </fieldset>
  );
}

type Inner = { schema: SortedProps["schema"]; pointer: string; without?: string };

/** The fields of an object in their order: those that are needed, the usual ones, More. */
export function Properties({ schema, pointer, without }: Inner) {
  const { store, root } = useForm();
  const hidden = useStore(
    store,
    useShallow((s) =>
      propertiesOf(schema)
        .filter(([, property]) => !shown(s, pointer, resolve(root, property)["x-show-if"]))
        .map(([key]) => key),
    ),
  );
  const all = propertiesOf(schema).filter(([key]) => key !== without && !hidden.includes(key));
  const isMore = ([key, property]: [string, unknown]) =>
    resolve(root, property)["x-more"] === true && !requires(schema, key);
  const more = all.filter(isMore);
  const row = ([key, property]: [string, unknown]) => (
    <Field
      key={key}
      schema={property}
      pointer={pointerTo(pointer, key)}
      name={key}
      required={requires(schema, key)}
    />
  );
  return (
    <>
      {all.filter((p) => !isMore(p)).map(row)}
      {more.length > 0 && (
        <More pointer={pointer} fields={more}>
          {more.map(row)}
        </More>
      )}
    </>
  );
}

/** Whether the rule `field:value` of a field holds; it looks at the field beside it. */
function shown(s: FormState, pointer: string, rule: unknown): boolean {
  if (typeof rule !== "string") return true;
  const [key = "", ...wanted] = rule.split(":");
  const value = at(s.value, pointerTo(pointer, key));
  const want = wanted.join(":");
  return want === "" ? value !== undefined : want.split("|").includes(String(value));
}

type MoreProps = { pointer: string; fields: [string, unknown][]; children: React.ReactNode };

/** What is seldom needed: folded, and open by itself when something in it is set or wrong. */
function More({ pointer, fields, children }: MoreProps) {
  const { t } = useTranslation("schema-form");
  const { store, root, moreLabel } = useForm();
  const asked = useStore(store, (s) =>
    fields.some(([key, property]) => {
      const value = at(s.value, pointerTo(pointer, key));
      const set = value !== undefined && !same(value, resolve(root, property).default);
      return set || wrongWithin(s, pointerTo(pointer, key));
    }),
  );
  const [open, setOpen] = useState<boolean>();
  return (
    <details
      className={classes.more}
      open={open ?? asked}
      onToggle={(e) => {
        const now = e.currentTarget.open;
        if (now !== (open ?? asked)) setOpen(now);
      }}
    >
      <summary>{moreLabel ?? t("more")}</summary>
      <div className={classes.fields}>{children}</div>
    </details>
  );
}
