import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { onEnter } from "@/shared/lib/ime";
import { useForm } from "../context";
import classes from "../form.module.css";
import { at, type Fields, isFields, pointerTo } from "../pointer";
import { descriptionOf, initial, titleOf } from "../sort";
import { Field, type SortedProps } from "./field";
import { describedBy, Said } from "./frame";
import { useFieldProblems } from "./use-field-problems";

/** Names with values, such as headers: a row each. */
export function MapField(props: SortedProps) {
  const { schema, pointer, name, aside, required, hiddenLabel } = props;
  const { t } = useTranslation("schema-form");
  const { store, root, language, readOnly, id: form } = useForm();
  const keys = useStore(
    store,
    useShallow((s) => {
      const value = at(s.value, pointer);
      return isFields(value) ? Object.keys(value) : [];
    }),
  );
  const { error, warning } = useFieldProblems(pointer);
  const box = useRef<HTMLFieldSetElement>(null);
  const id = `${form}${pointer}`;
  const label = hiddenLabel ?? titleOf(schema, language, name);
  const description = descriptionOf(schema, language);

  const change = (to: (entries: [string, unknown][]) => [string, unknown][]) => {
    const value = at(store.getState().value, pointer);
    const next = Object.fromEntries(to(Object.entries(isFields(value) ? value : {}))) as Fields;
    store.change(pointer, Object.keys(next).length === 0 && !required ? undefined : next);
  };
  const add = () => {
    change((entries) => [...entries, [free(keys), initial(root, schema.additionalProperties) ?? ""]]);
    requestAnimationFrame(() => {
      const names = box.current?.querySelectorAll<HTMLInputElement>("[data-name]");
      const last = names?.[names.length - 1];
      last?.focus();
      last?.select();
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
          <span className={classes.label}>{label}</span>
          {aside}
        </div>
        {keys.map((key, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the row stays the same while its name changes
          <div key={i} className={classes.pair}>
            <Name
              name={key}
              label={t("nameOf", { name: label, number: i + 1 })}
              taken={(n) => keys.includes(n)}
              readOnly={readOnly}
              onChange={(n) => change((entries) => entries.map(([k, v]) => [k === key ? n : k, v]))}
            />
            <Field
              schema={schema.additionalProperties ?? {}}
              pointer={pointerTo(pointer, key)}
              name={key}
              required
              hiddenLabel={t("valueOf", { name: key })}
            />
            {!readOnly && (
              <div className={classes.buttons}>
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={t("remove", { name: key })}
                  onClick={() => change((entries) => entries.filter(([k]) => k !== key))}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              </div>
            )}
          </div>
        ))}
        <Said id={id} error={error} warning={warning} />
        {description && (
          <p className={classes.about} id={`${id}-about`}>
            {description}
          </p>
        )}
        {!readOnly && (
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

/** A name that no row has yet. */
function free(keys: string[]): string {
  for (let i = keys.length + 1; ; i++) if (!keys.includes(`name${i}`)) return `name${i}`;
}

type NameProps = {
  name: string;
  label: string;
  taken: (name: string) => boolean;
  readOnly: boolean;
  onChange: (name: string) => void;
};

/** The name of a row. It counts when it is left: a half-typed name may be that of another row. */
function Name({ name, label, taken, readOnly, onChange }: NameProps) {
  const { t } = useTranslation("schema-form");
  const [typed, setTyped] = useState<string>();
  const text = typed ?? name;
  const clash = typed !== undefined && typed !== name && taken(typed);
  const done = () => {
    if (typed && typed !== name && !clash) onChange(typed);
    if (!clash) setTyped(undefined);
  };
  return (
    <TextInput
      data-name
      size="xs"
      aria-label={label}
      value={text}
      readOnly={readOnly}
      error={clash ? t("nameTaken") : undefined}
      classNames={{ input: classes.code }}
      onChange={(e) => setTyped(e.currentTarget.value)}
      onBlur={done}
      onKeyDown={onEnter(done)}
    />
  );
}
