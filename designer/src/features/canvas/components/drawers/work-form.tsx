import { Button, Checkbox, Radio, Stack } from "@mantine/core";
import { IconArrowsUpDown } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Body, JsonSchema } from "@/shared/chain/document";
import { isFields, put } from "@/shared/schema-form/pointer";
import { type BodyFormProps, FieldsForm } from "./body-form";
import classes from "./drawer.module.css";
import { ProblemLines } from "./problem-lines";
import { inFields } from "./problems-of";

const parts = ["pipeline", "task"];
const together = ["execution", "order", "let_finish"];

/** A pipeline, a task, or both; with both, how they follow each other. */
export function WorkForm(props: BodyFormProps & { schema: JsonSchema }) {
  const { body, schema, problems } = props;
  const both = body.pipeline !== undefined && body.task !== undefined;
  // How the two follow each other is asked above, in one place; the rest is the published form.
  const apart = useMemo(() => without(schema, together), [schema]);
  const rest = useMemo(() => problems.filter((p) => !inFields([p], together).length), [problems]);
  const own = useMemo(() => rest.filter((p) => inFields([p], parts).length > 0), [rest]);
  return (
    <>
      {both && <Together {...props} />}
      {!both && <ProblemLines problems={inFields(problems, together)} />}
      <FieldsForm {...props} schema={apart} problems={own} />
    </>
  );
}

function without(schema: JsonSchema, names: string[]): JsonSchema {
  const properties = isFields(schema.properties) ? schema.properties : {};
  const kept = Object.entries(properties).filter(([name]) => !names.includes(name));
  return { ...schema, properties: Object.fromEntries(kept) };
}

/** One after the other, in an order; or both at once. */
function Together({ body, problems, change }: BodyFormProps) {
  const { t } = useTranslation("canvas");
  const parallel = body.execution === "parallel";
  const order = body.order?.[0] === "task" ? ["task", "pipeline"] : ["pipeline", "task"];
  return (
    <fieldset className={classes.edge}>
      <Radio.Group
        label={t("drawer.work.execution")}
        value={parallel ? "parallel" : "dependent"}
        onChange={(mode) =>
          change(
            (b) => put(b, "/execution", mode === "parallel" ? "parallel" : undefined) as Body,
            "/execution",
          )
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio size="sm" value="dependent" label={t("drawer.work.dependent")} />
          {!parallel && (
            <div className={classes.line}>
              <ol className={classes.order} aria-label={t("drawer.work.order")}>
                {order.map((part) => (
                  <li key={part}>{t(`drawer.work.${part}`)}</li>
                ))}
              </ol>
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconArrowsUpDown size={14} aria-hidden />}
                onClick={() =>
                  change(
                    (b) => put(b, "/order", order[0] === "task" ? undefined : ["task", "pipeline"]) as Body,
                    "/order",
                  )
                }
              >
                {t("drawer.work.swap")}
              </Button>
            </div>
          )}
          <Radio size="sm" value="parallel" label={t("drawer.work.parallel")} />
          {parallel && (
            <Checkbox
              size="sm"
              label={t("drawer.work.letFinish")}
              checked={body.let_finish === true}
              onChange={(e) => {
                const on = e.currentTarget.checked;
                change((b) => put(b, "/let_finish", on || undefined) as Body, "/let_finish");
              }}
            />
          )}
        </Stack>
      </Radio.Group>
      <ProblemLines problems={inFields(problems, together)} />
    </fieldset>
  );
}
