import { Button, Group, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WidgetProps } from "../context";
import classes from "../form.module.css";
import { JsonWidget } from "./json";
import { SchemaRow } from "./schema-row";
import { type Row, rowsOf, withRows } from "./schema-rows";

/** Builds a JSON Schema of an object: a row for each field, JSON for all that rows cannot say. */
export function SchemaWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const rows = rowsOf(p.value);
  const [asJson, setAsJson] = useState(false);
  const json = asJson || !rows;
  const change = (next: Row[]) => p.onChange(withRows(p.value, next));
  return (
    <div className={classes.field}>
      {rows && (
        <Group justify="flex-end">
          <SegmentedControl
            size="xs"
            aria-label={t("schema.view", { name: p.label })}
            value={json ? "json" : "rows"}
            onChange={(v) => setAsJson(v === "json")}
            data={[
              { value: "rows", label: t("schema.rows") },
              { value: "json", label: "JSON" },
            ]}
          />
        </Group>
      )}
      {json || !rows ? (
        <JsonWidget {...p} />
      ) : (
        <>
          {rows.map((row, i) => (
            <SchemaRow
              // biome-ignore lint/suspicious/noArrayIndexKey: the row stays the same while its name changes
              key={i}
              row={row}
              number={i + 1}
              last={i === rows.length - 1}
              files={p.schema["x-files"] === true}
              taken={(name) => rows.some((r) => r.name === name)}
              readOnly={p.readOnly}
              onChange={(next) => change(rows.with(i, next))}
              onMove={(by) => change(rows.toSpliced(i, 1).toSpliced(i + by, 0, row))}
              onRemove={() => change(rows.toSpliced(i, 1))}
            />
          ))}
          {!p.readOnly && (
            <div>
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={() => change([...rows, fresh(rows)])}
              >
                {t("schema.add")}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}

function fresh(rows: Row[]): Row {
  let n = rows.length + 1;
  while (rows.some((r) => r.name === `field${n}`)) n++;
  return { name: `field${n}`, type: "text", required: false, schema: { type: "string" } };
}
