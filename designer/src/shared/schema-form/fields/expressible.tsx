import { type ReactNode, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useStore } from "zustand";
import { useForm } from "../context";
import { holdsExpression, soleExpression } from "../expressions";
import classes from "../form.module.css";
import { dragged, isAt, isDragged, usePlace } from "../places";
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

  // A plain value gives way to what is inserted or dragged here; one with parts stays.
  const open = !readOnly && !on;
  const takes = () => isPlain(at(store.getState().value, pointer));
  const put = (reference: string) => {
    flushSync(() => {
      setOn(true);
      store.change(pointer, `\${{ ${reference} }}`);
    });
    box.current?.querySelector("textarea")?.focus();
  };
  const enter = usePlace(titleOf(schema, language, name), (reference) => takes() && put(reference));

  const button = readOnly ? undefined : (
    <ExpressionButton label={titleOf(schema, language, name)} on={on} onClick={toggle} />
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to its control
    <div
      ref={box}
      className={classes.field}
      data-place
      data-expression={on || undefined}
      onFocus={(e) => {
        if (open && isAt(box, e.target) && takes()) enter();
      }}
      onDragOver={(e) => {
        if (open && isDragged(e) && isAt(box, e.target) && takes()) e.preventDefault();
      }}
      onDrop={(e) => {
        if (!open || !isDragged(e) || !isAt(box, e.target) || !takes()) return;
        e.preventDefault();
        put(dragged(e));
      }}
    >
      {on ? <LeafField {...sorted} widget="template" aside={button} /> : field(button)}
    </div>
  );
}

/** A value without parts, or none. */
function isPlain(value: unknown): boolean {
  return value === null || typeof value !== "object" || Object.keys(value).length === 0;
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
