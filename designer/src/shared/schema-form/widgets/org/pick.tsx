import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { type Searched, useKept } from "@/shared/kit/use-searched";
import type { WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { described } from "../described";
import { TextWidget } from "../text";

export type Choice = {
  key: string;
  name: string;
  /** Shown instead of the name with the key. */
  label?: string | undefined;
  note?: string | undefined;
};

type Props = {
  widget: WidgetProps;
  /** undefined while they are read. */
  choices: Choice[] | undefined;
  error: unknown;
  placeholder: string;
  /** Where the server searches. */
  searched?: Searched;
  /** It is being read. */
  reading?: boolean;
  /** What is not in the list can be written: it may be made later, or be known only where the chain runs. */
  free?: boolean;
};

/** One of the org's things, by its key. One that is not there any more is shown all the same. */
export function Pick({ widget: p, choices, error, placeholder, searched, reading, free }: Props) {
  const { t } = useTranslation("schema-form");
  const [typed, setTyped] = useState("");
  const value = typeof p.value === "string" && p.value !== "" ? p.value : null;
  // Of two with one key, an own one and a shared one, the first is meant.
  const each = (choices ?? []).filter((c, i, all) => all.findIndex((d) => d.key === c.key) === i);
  const known = useKept(each, (c) => c.key === value);
  const lost = value !== null && !known.some((c) => c.key === value);
  const data = [
    ...known.map((c) => ({
      value: c.key,
      label: c.label ?? (c.name === c.key || !c.name ? c.key : `${c.name} (${c.key})`),
    })),
    ...(lost
      ? [{ value, label: choices && !searched && !free ? t("pick.unknown", { name: value }) : value }]
      : []),
  ];
  const written = typed.trim();
  const like = data.filter((d) => d.label.toLowerCase().includes(written.toLowerCase()));
  const offered = free && written !== "" && !data.some((d) => d.label === written || d.value === written);
  if (offered) data.push({ value: written, label: t("pick.written", { text: written }) });
  const typing = searched?.typing(data.map((d) => d.label));
  const notes = new Map(known.map((c) => [c.key, c.note]));
  // Who may not read the list writes.
  const unread = free && error !== null && !choices;
  return (
    <>
      {unread ? (
        <TextWidget {...p} />
      ) : (
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
          nothingFoundMessage={t(reading || searched?.waits ? "pick.loading" : "pick.none")}
          limit={200}
          onBlur={() => {
            if (offered && like.length === 0) p.onChange(written);
            p.onBlur();
          }}
          onChange={(key) => p.onChange(key ?? undefined)}
          renderOption={({ option }) => (
            <span>
              {option.label} <span className={classes.about}>{notes.get(option.value)}</span>
            </span>
          )}
          {...typing}
          onSearchChange={(text) => {
            setTyped(text);
            typing?.onSearchChange(text);
          }}
        />
      )}
      {error !== null && !(unread && asProblem(error).status === 403) && (
        <p className={classes.wrong}>{t("pick.failed", { reason: asProblem(error).message })}</p>
      )}
    </>
  );
}
