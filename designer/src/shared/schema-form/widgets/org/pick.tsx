import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import type { WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { described } from "../described";

export type Choice = { key: string; name: string; note?: string | undefined };

type Props = {
  widget: WidgetProps;
  /** undefined while they are read. */
  choices: Choice[] | undefined;
  error: unknown;
  placeholder: string;
  /** Told what is typed, where the server searches. */
  onSearch?: (text: string) => void;
};

/** One of the org's things, by its key. One that is not there any more is shown all the same. */
export function Pick({ widget: p, choices, error, placeholder, onSearch }: Props) {
  const { t } = useTranslation("schema-form");
  const value = typeof p.value === "string" && p.value !== "" ? p.value : null;
  const known = choices ?? [];
  const lost = value !== null && !known.some((c) => c.key === value);
  const data = [
    ...known.map((c) => ({
      value: c.key,
      label: c.name === c.key || !c.name ? c.key : `${c.name} (${c.key})`,
    })),
    ...(lost ? [{ value, label: choices && !onSearch ? t("pick.unknown", { name: value }) : value }] : []),
  ];
  const notes = new Map(known.map((c) => [c.key, c.note]));
  return (
    <>
      <Select
        id={p.id}
        searchable
        clearable={!p.required}
        data={data}
        value={value}
        readOnly={p.readOnly}
        error={p.invalid || error !== null}
        aria-label={p.label}
        inputContainer={described(p.describedBy)}
        placeholder={choices ? placeholder : t("pick.loading")}
        nothingFoundMessage={t("pick.none")}
        limit={200}
        onBlur={p.onBlur}
        onChange={(key) => p.onChange(key ?? undefined)}
        renderOption={({ option }) => (
          <span>
            {option.label} <span className={classes.about}>{notes.get(option.value)}</span>
          </span>
        )}
        {...(onSearch ? { onSearchChange: onSearch } : {})}
      />
      {error !== null && (
        <p className={classes.wrong}>{t("pick.failed", { reason: asProblem(error).message })}</p>
      )}
    </>
  );
}
