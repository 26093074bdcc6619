import { type ReactNode, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useForm } from "../context";
import { holdsExpression, soleExpression } from "../expressions";
import classes from "../form.module.css";
import { at } from "../pointer";
import { titleOf } from "../sort";
import { ExpressionButton } from "./expression-button";
import type { SortedProps } from "./field";
import { LeafField } from "./leaf-field";

/**
 * A field that is either a value or an expression. What it is follows the value, but never while somebody
 * types in it: the control would be taken from under their hands.
 */
export function Expressible(props: SortedProps & { field: (aside: ReactNode) => ReactNode }) {
  const { field, ...sorted } = props;
  const { pointer, schema, name } = sorted;
  const { store, language, readOnly } = useForm();
  const holds = useStore(store, (s) => holdsExpression(at(s.value, pointer)));
  const [on, setOn] = useState(holds);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!box.current?.contains(document.activeElement)) setOn(holds);
  }, [holds]);

  const toggle = () => {
    const value = at(store.getState().value, pointer);
    setOn(!on);
    store.change(
      pointer,
      on ? literal(value) : `\${{ ${value === undefined ? "" : JSON.stringify(value)} }}`,
    );
  };

  const button = readOnly ? undefined : (
    <ExpressionButton label={titleOf(schema, language, name)} on={on} onClick={toggle} />
  );
  return (
    <div ref={box} className={classes.field} data-expression={on || undefined}>
      {on ? <LeafField {...sorted} widget="template" aside={button} /> : field(button)}
    </div>
  );
}

/** The value that an expression plainly is, such as 5; undefined for all others. */
function literal(value: unknown): unknown {
  const source = soleExpression(value);
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
