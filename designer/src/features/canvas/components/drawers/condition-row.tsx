import { ActionIcon, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  type ConditionValue,
  operandFor,
  operatorFor,
  operatorsFor,
  plainReference,
} from "../../model/condition-values";
import { type Condition, isNumber, needsOperand, type Operand, type Operator } from "../../model/conditions";
import { ConditionValueInput } from "./condition-value-input";
import classes from "./drawer.module.css";

type Props = {
  number: number;
  row: Condition;
  values: ConditionValue[];
  readOnly: boolean;
  invalid: boolean;
  /** It was just added. */
  focused: boolean;
  onChange: (row: Condition) => void;
  /** undefined: there is nothing to remove. */
  onRemove: (() => void) | undefined;
};

/** One comparison: a value, how it is compared, and with what. */
export function ConditionRow(props: Props) {
  const { number, row, values, readOnly, invalid, focused, onChange, onRemove } = props;
  const { t } = useTranslation("canvas");
  const { value, operator, operand } = row;
  const type = typeOf(value);

  function typeOf(reference: string) {
    const plain = plainReference(reference);
    return values.find((v) => plainReference(v.reference) === plain)?.type;
  }
  const compare = (next: Operator, of: typeof type) =>
    operand.as === "value" || operand.text !== "" ? operand : { as: operandFor(of, next), text: "" };
  const chooseValue = (reference: string) => {
    const of = typeOf(reference);
    const next = operatorFor(of, operator);
    onChange({ value: reference, operator: next, operand: compare(next, of) });
  };
  const wrong = operand.as === "number" && operand.text !== "" && !isNumber(operand.text);

  return (
    <fieldset className={classes.row} aria-label={t("drawer.condition.row", { number })}>
      <div className={classes.line}>
        <ConditionValueInput
          label={t("drawer.condition.value", { number })}
          value={value}
          values={values}
          readOnly={readOnly}
          invalid={invalid}
          focused={focused}
          onChange={chooseValue}
        />
        {!readOnly && onRemove && (
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t("drawer.condition.remove", { number })}
            onClick={onRemove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className={classes.compare}>
        <Select
          size="xs"
          aria-label={t("drawer.condition.operator", { number })}
          allowDeselect={false}
          readOnly={readOnly}
          value={operator}
          data={operatorsFor(type, operator).map((o) => ({ value: o, label: t(`drawer.condition.is.${o}`) }))}
          onChange={(to) => {
            const next = to as Operator | null;
            if (next) onChange({ ...row, operator: next, operand: compare(next, type) });
          }}
        />
        {needsOperand(operator) && (
          <>
            <Select
              size="xs"
              aria-label={t("drawer.condition.operandAs", { number })}
              allowDeselect={false}
              readOnly={readOnly}
              value={operand.as}
              data={(["text", "number", "value"] as const).map((as) => ({
                value: as,
                label: t(`drawer.condition.as.${as}`),
              }))}
              onChange={(as) => {
                if (!as) return;
                const text = as === "value" || operand.as === "value" ? "" : operand.text;
                onChange({ ...row, operand: { as: as as Operand["as"], text } });
              }}
            />
            <div className={classes.operand}>
              {operand.as === "value" ? (
                <ConditionValueInput
                  label={t("drawer.condition.operand", { number })}
                  value={operand.text}
                  values={values}
                  readOnly={readOnly}
                  invalid={invalid}
                  focused={false}
                  onChange={(text) => onChange({ ...row, operand: { as: "value", text } })}
                />
              ) : (
                <TextInput
                  size="xs"
                  aria-label={t("drawer.condition.operand", { number })}
                  inputMode={operand.as === "number" ? "decimal" : "text"}
                  readOnly={readOnly}
                  value={operand.text}
                  error={wrong && t("drawer.condition.noNumber")}
                  onChange={(e) =>
                    onChange({ ...row, operand: { as: operand.as, text: e.currentTarget.value } })
                  }
                />
              )}
            </div>
          </>
        )}
      </div>
    </fieldset>
  );
}
