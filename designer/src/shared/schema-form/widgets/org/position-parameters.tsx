import { useTranslation } from "react-i18next";
import type { JsonSchema } from "@/shared/chain/document";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { isFields } from "../../pointer";
import { SchemaForm } from "../../schema-form";
import { JsonWidget } from "../json";
import { usePositions } from "./engine";

/** The form of the position that is chosen beside it, made from the position's own schema. */
export function PositionParametersWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { widgets, known, language, org } = useForm();
  const { engine, positions, position, error } = usePositions(p.pointer);
  if (!position) {
    // The parameters stay in sight while the engine cannot say what they mean.
    const settled = positions !== undefined || error !== null || engine === "";
    if (p.value !== undefined && settled) return <JsonWidget {...p} />;
    return <p className={classes.note}>{t(settled ? "pick.positionFirst" : "pick.loading")}</p>;
  }
  const schema = position.parameters as JsonSchema;
  const empty = isFields(schema.properties) && Object.keys(schema.properties).length === 0;
  if (empty && p.value === undefined) return <p className={classes.note}>{t("pick.noParameters")}</p>;
  return (
    <fieldset className={classes.group} aria-label={p.label}>
      <SchemaForm
        schema={schema}
        value={p.value}
        onChange={p.onChange}
        problems={p.problems}
        widgets={widgets}
        expressions={known?.()}
        expressionsEverywhere
        language={language}
        org={org}
        readOnly={p.readOnly}
      />
    </fieldset>
  );
}
