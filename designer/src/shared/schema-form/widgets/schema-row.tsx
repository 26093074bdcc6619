import { ActionIcon, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { onEnter } from "@/shared/lib/ime";
import classes from "../form.module.css";
import { FileRules } from "./file-rules";
import { type Row, type RowType, retyped, rowTypes } from "./schema-rows";

type Props = {
  row: Row;
  number: number;
  last: boolean;
  /** Fields can take files here. */
  files: boolean;
  taken: (name: string) => boolean;
  readOnly: boolean;
  onChange: (row: Row) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

/** One field of a schema that is built. */
export function SchemaRow(props: Props) {
  const { row, number, last, files, taken, readOnly, onChange, onMove, onRemove } = props;
  const { t } = useTranslation("schema-form");
  const [renaming, setRenaming] = useState({ of: "", to: "" });
  const typed = renaming.of === row.name ? renaming.to : undefined; // the row that stood here may have been moved
  const clash = typed !== undefined && typed !== row.name && taken(typed);
  const rename = () => {
    if (typed && typed !== row.name && !clash) onChange({ ...row, name: typed });
    if (!clash) setRenaming({ of: "", to: "" });
  };
  const say = (key: "title" | "description", value: string) => {
    const { [key]: _, ...rest } = row.schema;
    onChange({ ...row, schema: value ? { ...rest, [key]: value } : rest });
  };
  const text = (key: string) => (typeof row.schema[key] === "string" ? (row.schema[key] as string) : "");
  const values = Array.isArray(row.schema.enum) ? row.schema.enum.map(String) : [];
  const [listed, setListed] = useState<string>();
  const list = () => {
    if (listed === undefined) return;
    const lines = listed.split("\n").map((v) => v.trim());
    onChange({ ...row, schema: { ...row.schema, enum: [...new Set(lines.filter(Boolean))] } });
    setListed(undefined);
  };
  const button = (label: string, icon: React.ReactNode, act: () => void, disabled = false) => (
    <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={act}>
      {icon}
    </ActionIcon>
  );

  return (
    <fieldset className={`${classes.row} ${classes.plain}`} aria-label={row.name}>
      <div className={classes.schemaRow}>
        <TextInput
          size="xs"
          aria-label={t("schema.name", { number })}
          value={typed ?? row.name}
          readOnly={readOnly}
          error={clash ? t("nameTaken") : undefined}
          classNames={{ input: classes.code }}
          onChange={(e) => setRenaming({ of: row.name, to: e.currentTarget.value })}
          onBlur={rename}
          onKeyDown={onEnter(rename)}
        />
        <NativeSelect
          size="xs"
          aria-label={t("schema.type", { name: row.name })}
          value={row.type}
          disabled={readOnly}
          data={rowTypes
            .filter((type) => files || type === row.type || (type !== "file" && type !== "files"))
            .map((value) => ({ value, label: t(`schema.types.${value}`) }))}
          onChange={(e) => {
            const type = e.currentTarget.value as RowType;
            onChange({ ...row, type, schema: retyped(row.schema, type) });
          }}
        />
        <TextInput
          size="xs"
          aria-label={t("schema.title", { name: row.name })}
          placeholder={t("schema.titleHint")}
          value={text("title")}
          readOnly={readOnly}
          onChange={(e) => say("title", e.currentTarget.value)}
        />
        <Checkbox
          size="xs"
          label={t("schema.required")}
          checked={row.required}
          disabled={readOnly}
          onChange={(e) => onChange({ ...row, required: e.currentTarget.checked })}
        />
        {row.type === "choice" && (
          <Textarea
            className={classes.wide}
            size="xs"
            autosize
            minRows={2}
            aria-label={t("schema.values", { name: row.name })}
            placeholder={t("schema.valuesHint")}
            value={listed ?? values.join("\n")}
            readOnly={readOnly}
            onChange={(e) => setListed(e.currentTarget.value)}
            onBlur={list}
          />
        )}
        {(row.type === "file" || row.type === "files") && (
          <FileRules row={row} readOnly={readOnly} onChange={onChange} />
        )}
        {row.type === "other" && <p className={`${classes.about} ${classes.wide}`}>{t("schema.other")}</p>}
      </div>
      {!readOnly && (
        <div className={classes.buttons}>
          {button(
            t("moveUp", { name: row.name }),
            <IconArrowUp size={16} aria-hidden />,
            () => onMove(-1),
            number === 1,
          )}
          {button(
            t("moveDown", { name: row.name }),
            <IconArrowDown size={16} aria-hidden />,
            () => onMove(1),
            last,
          )}
          {button(t("remove", { name: row.name }), <IconX size={16} aria-hidden />, onRemove)}
        </div>
      )}
    </fieldset>
  );
}
