import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Leaf } from "./json-tree";
import classes from "./json-view.module.css";

type Row = Record<string, unknown>;
export type Table = { columns: string[]; rows: Row[] };

const portion = 100;
const isRow = (v: unknown): v is Row => v !== null && typeof v === "object" && !Array.isArray(v);

/** A list of objects as a table; nothing if it is not one. */
export function tableOf(value: unknown): Table | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRow)) return undefined;
  const columns = [...new Set(value.slice(0, 200).flatMap((row) => Object.keys(row)))];
  return columns.length > 0 && columns.length <= 30 ? { columns, rows: value } : undefined;
}

export function JsonTable({ table, label }: { table: Table; label: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(portion);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("json.index")}</th>
            {table.columns.map((c) => (
              <th key={c} scope="col">
                {c}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, shown).map((row, at) => (
            // Rows of a value have nothing but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <tr key={at}>
              <td>{at}</td>
              {table.columns.map((c) => (
                <td key={c}>{c in row && <Cell value={row[c]} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > shown && (
        <button type="button" className={classes.branch} onClick={() => setShown(shown + portion)}>
          {t("json.rest", { count: Math.min(portion, table.rows.length - shown) })}
        </button>
      )}
    </section>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value !== null && typeof value === "object") return <code>{JSON.stringify(value).slice(0, 200)}</code>;
  return typeof value === "string" ? value.slice(0, 500) : <Leaf value={value} />;
}
