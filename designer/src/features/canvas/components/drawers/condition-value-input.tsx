import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePlace } from "@/shared/schema-form/places";
import { type ConditionValue, plainReference, typedReference } from "../../model/condition-values";
import classes from "./drawer.module.css";

type Props = {
  label: string;
  /** A reference; empty: none yet. */
  value: string;
  values: ConditionValue[];
  readOnly: boolean;
  invalid: boolean;
  focused: boolean;
  onChange: (reference: string) => void;
};

/** Chooses a value by its name. One that no sample has is typed: its path, or a field behind a name. */
export function ConditionValueInput({ label, value, values, readOnly, invalid, focused, onChange }: Props) {
  const { t } = useTranslation("canvas");
  const [search, setSearch] = useState("");
  const enter = usePlace(label, (reference) => onChange(typedReference(reference, values) ?? reference));
  const items = new Map(values.map((v) => [plainReference(v.reference), v]));
  const offer = (reference: string | undefined, name: string) => {
    if (reference && !items.has(plainReference(reference)))
      items.set(plainReference(reference), { reference, label: name, about: "", type: undefined });
  };
  const now = plainReference(value);
  offer(value || undefined, now);
  if (search !== now) offer(typedReference(search, values), search.trim());
  return (
    <Select
      size="xs"
      className={classes.grow}
      aria-label={label}
      placeholder={t("drawer.condition.choose")}
      searchable
      allowDeselect={false}
      autoFocus={focused}
      readOnly={readOnly}
      error={invalid}
      limit={100}
      maxDropdownHeight={240}
      nothingFoundMessage={t("drawer.condition.nothing")}
      data={[...items].map(([plain, v]) => ({ value: plain, label: v.label }))}
      value={now || null}
      onSearchChange={setSearch}
      onFocus={readOnly ? undefined : enter}
      onChange={(plain) => {
        const chosen = plain === null ? undefined : items.get(plain);
        if (chosen) onChange(chosen.reference);
      }}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.label}</span>
          <span className={classes.dim}>{items.get(option.value)?.about}</span>
        </span>
      )}
    />
  );
}
