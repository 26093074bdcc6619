import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Body, JsonSchema } from "@/shared/chain/document";
import type { Known } from "@/shared/schema-form/expressions";
import { isFields, put } from "@/shared/schema-form/pointer";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import type { FormProblem } from "@/shared/schema-form/store";
import { orgWidgets } from "@/shared/schema-form/widgets/org/org-widgets";
import { useEditor } from "../../store";
import classes from "./drawer.module.css";
import { EachForm } from "./each-form";
import { under } from "./problems-of";
import { WorkForm } from "./work-form";

export type BodyFormProps = {
  body: Body;
  /** The node it stands in. */
  nodeId: string;
  /** Pointers begin at the body. */
  problems: FormProblem[];
  known: Known;
  /** `pointer` says where in the body; typing in one place is one step. */
  change: (edit: (body: Body) => Body, pointer: string) => void;
};

/** The form of a kind's configuration, made from what the server publishes of the kind. */
export function BodyForm(props: BodyFormProps) {
  const { t } = useTranslation("canvas");
  const kind = useEditor((s) => s.kinds.get(props.body.kind));
  const schema = (kind?.schema ?? anything) as JsonSchema;
  if (kind?.name === "work") return <WorkForm {...props} schema={schema} />;
  if (kind?.name === "each") return <EachForm {...props} schema={schema} />;
  if (kind?.fields) return <FieldsForm {...props} schema={schema} />;
  if (kind && isFields(schema.properties) && Object.keys(schema.properties).length === 0)
    return kind.name === "branch" ? null : <p className={classes.dim}>{t("drawer.nothing")}</p>;
  return (
    <>
      {!kind && <p className={classes.warning}>{t("drawer.unknownKind", { kind: props.body.kind })}</p>}
      <ConfigForm {...props} schema={schema} />
    </>
  );
}

const anything: JsonSchema = { title: "JSON" };

type WithSchema = BodyFormProps & { schema: JsonSchema };

/** A configuration that stands under a key of the kind's name. */
export function ConfigForm({
  body,
  schema,
  problems,
  known,
  change,
  widgets = orgWidgets,
}: WithSchema & {
  widgets?: typeof orgWidgets;
}) {
  const org = useEditor((s) => s.org);
  const editing = useEditor((s) => s.editing);
  const at = `/${body.kind}`;
  const own = useMemo(() => under(problems, at), [problems, at]);
  return (
    <SchemaForm
      key={body.kind}
      schema={schema}
      value={body[body.kind]}
      onChange={(value, pointer) => change((b) => put(b, at, value) as Body, at + pointer)}
      problems={own}
      widgets={widgets}
      expressions={known}
      org={org}
      readOnly={!editing}
    />
  );
}

/** A configuration that stands in the body's own fields. */
export function FieldsForm({ body, schema, problems, known, change }: WithSchema) {
  const org = useEditor((s) => s.org);
  const editing = useEditor((s) => s.editing);
  const names = useMemo(() => Object.keys((schema.properties ?? {}) as object), [schema]);
  const value = useMemo(
    () => Object.fromEntries(names.flatMap((n) => (body[n] === undefined ? [] : [[n, body[n]]]))),
    [names, body],
  );
  return (
    <SchemaForm
      schema={schema}
      value={value}
      onChange={(next, pointer) =>
        change(
          (b) =>
            names.reduce((made, n) => put(made, `/${n}`, isFields(next) ? next[n] : undefined) as Body, b),
          pointer,
        )
      }
      problems={problems}
      widgets={orgWidgets}
      expressions={known}
      org={org}
      readOnly={!editing}
    />
  );
}
