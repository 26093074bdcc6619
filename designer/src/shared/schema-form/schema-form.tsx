import { useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonSchema } from "@/shared/chain/document";
import { type Form, FormContext, type Widgets } from "./context";
import type { Known } from "./expressions";
import { Field } from "./fields/field";
import { createForm, type FormProblem } from "./store";
import { basicWidgets } from "./widgets/basic";

export type { FormProblem } from "./store";

export type SchemaFormProps = {
  /** JSON Schema as the server publishes it. */
  schema: JsonSchema;
  value: unknown;
  /** Told each change, with the pointer of the field that changed. */
  onChange: (value: unknown, pointer: string) => void;
  /** What the server found; pointers begin at the value. */
  problems?: readonly FormProblem[] | undefined;
  /** Widgets besides the built-in ones, by the name that `x-widget` gives. */
  widgets?: Widgets | undefined;
  /** Whose scripts, engines, secrets … can be chosen, by `orgWidgets`. */
  org?: string;
  /** What expressions can name. Without it nothing can be an expression. */
  expressions?: Known | undefined;
  /** Any value may be an expression, not only those that the schema marks. */
  expressionsEverywhere?: boolean;
  /** What the folded fields are called; "More" if left out. */
  moreLabel?: string;
  /** Of titles and descriptions; the shown language if left out. */
  language?: string;
  readOnly?: boolean;
};

const none: readonly FormProblem[] = [];
const noWidgets: Widgets = {};

/**
 * A form made of a JSON Schema. A part that it does not understand gets a JSON editor. The value belongs to
 * whoever shows the form: the form tells each change and shows what it is given.
 */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, value, problems = none, widgets = noWidgets, readOnly = false } = props;
  const { i18n } = useTranslation();
  const language = props.language ?? i18n.language;
  const latest = useRef(props);
  latest.current = props;
  const { moreLabel } = props;
  const id = useId();
  const withExpressions = props.expressions !== undefined;
  const org = props.org ?? "";
  const everywhere = props.expressionsEverywhere ?? false;

  const [made, setMade] = useState<{ schema: JsonSchema; store: ReturnType<typeof createForm> }>();
  let current = made;
  if (current?.schema !== schema) {
    const store = createForm(
      schema,
      withExpressions,
      value,
      (v, p) => latest.current.onChange(v, p),
      (name) => name in basicWidgets || name in (latest.current.widgets ?? noWidgets),
    );
    current = { schema, store };
    setMade(current);
  }
  const { store } = current;

  useLayoutEffect(() => store.take(value, problems), [store, value, problems]);

  const form = useMemo<Form>(
    () => ({
      store,
      root: schema,
      widgets: { ...basicWidgets, ...widgets },
      language,
      org,
      readOnly,
      known: withExpressions ? () => latest.current.expressions ?? {} : undefined,
      everywhere,
      moreLabel,
      id,
    }),
    [store, schema, widgets, language, org, readOnly, withExpressions, everywhere, moreLabel, id],
  );

  return (
    <FormContext value={form}>
      <Field schema={schema} pointer="" name="" required top />
    </FormContext>
  );
}
