import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Known } from "@/shared/schema-form/expressions";
import { conditionValues } from "../../model/condition-values";
import { type Condition, isComplete, readConditions, writeConditions } from "../../model/conditions";
import { ConditionRow } from "./condition-row";
import classes from "./drawer.module.css";

type Props = {
  label: string;
  /** The expression. */
  value: string;
  onChange: (text: string) => void;
  readOnly: boolean;
  invalid: boolean;
  describedBy: string;
  known: () => Known;
};

type Keyed = Condition & { key: number };
type Held = { text: string; join: "all" | "any"; rows: Keyed[] };

const blank: Condition = { value: "", operator: "is", operand: { as: "text", text: "" } };
let keys = 0;
const keyed = (row: Condition): Keyed => ({ ...row, key: ++keys });

/** What is in an expression. Rows that are not complete are no part of it; they live here. */
function held(text: string): Held {
  const { join, rows } = readConditions(text) ?? { join: "all" as const, rows: [] };
  return { text, join, rows: (rows.length > 0 ? rows : [blank]).map(keyed) };
}

/** A condition as rows of value, operator and value, all or any of which must hold. */
export function ConditionRows({ label, value, onChange, readOnly, invalid, describedBy, known }: Props) {
  const { t } = useTranslation("canvas");
  const [kept, setKept] = useState(() => held(value));
  const [added, setAdded] = useState<number>();
  const add = useRef<HTMLButtonElement>(null);
  let now = kept;
  if (kept.text !== value) {
    now = held(value);
    setKept(now);
  }
  const values = conditionValues(known(), (of) => t(`drawer.condition.from.${of}`));
  const change = (next: Partial<Held>) => {
    const all = { ...now, ...next };
    const text = writeConditions(all);
    setKept({ ...all, text });
    if (text !== value) onChange(text);
  };
  const { join, rows } = now;
  return (
    <fieldset className={classes.rows} aria-label={label} aria-describedby={describedBy}>
      {rows.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("drawer.condition.join")}
          readOnly={readOnly}
          value={join}
          onChange={(to) => change({ join: to as Held["join"] })}
          data={(["all", "any"] as const).map((j) => ({ value: j, label: t(`drawer.condition.${j}`) }))}
        />
      )}
      {rows.map((row, i) => (
        <ConditionRow
          key={row.key}
          number={i + 1}
          row={row}
          values={values}
          readOnly={readOnly}
          invalid={invalid}
          focused={row.key === added}
          onChange={(next) => change({ rows: rows.map((r) => (r === row ? { ...next, key: r.key } : r)) })}
          onRemove={
            rows.length > 1 || isComplete(row) || row.value !== ""
              ? () => {
                  const left = rows.filter((r) => r !== row);
                  change({ rows: left.length > 0 ? left : [keyed(blank)] });
                  add.current?.focus();
                }
              : undefined
          }
        />
      ))}
      {!readOnly && (
        <Button
          ref={add}
          size="compact-xs"
          variant="default"
          mr="auto"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            const row = keyed(blank);
            setAdded(row.key);
            change({ rows: [...rows, row] });
          }}
        >
          {t("drawer.condition.add")}
        </Button>
      )}
      {value !== "" && (
        <p className={classes.dim}>
          <code className={classes.expression}>{value}</code>
        </p>
      )}
    </fieldset>
  );
}
