import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { isFields } from "../../pointer";
import { SchemaForm } from "../../schema-form";
import { initial } from "../../sort";
import { JsonWidget } from "../json";
import { useCalledInput } from "./called-chain";

/**
 * The form of the called chain's input, made from its own schema. Without one it is any JSON; without a value
 * the chain gets what the node does.
 */
export function ChainInputWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const form = useForm();
  const { key, version, loading, schema } = useCalledInput(p.pointer);
  // Nobody gives a file before there is a run: its field takes an expression.
  const widgets = useMemo(() => ({ ...form.widgets, file: JsonWidget }), [form.widgets]);
  if (loading) return <p className={classes.note}>{t("pick.loading")}</p>;
  if (!schema || (p.value !== undefined && !isFields(p.value))) return <JsonWidget {...p} />;
  if (p.value === undefined) {
    return (
      <p className={classes.note}>
        {t("chain.ownInput")}
        {!p.readOnly && (
          <Button
            id={p.id}
            aria-label={t("chain.giveInput")}
            aria-describedby={p.describedBy}
            size="compact-xs"
            variant="subtle"
            onClick={() => p.onChange(initial(schema, schema) ?? {})}
          >
            {t("chain.giveInput")}
          </Button>
        )}
      </p>
    );
  }
  return (
    <fieldset className={classes.group} aria-label={p.label}>
      <SchemaForm
        key={`${key}@${version}`}
        schema={schema}
        value={p.value}
        onChange={p.onChange}
        problems={p.problems}
        widgets={widgets}
        expressions={form.known?.()}
        expressionsEverywhere
        language={form.language}
        org={form.org}
        readOnly={p.readOnly}
      />
      {!p.readOnly && (
        <Button size="compact-xs" variant="subtle" onClick={() => p.onChange(undefined)}>
          {t("chain.dropInput")}
        </Button>
      )}
    </fieldset>
  );
}
