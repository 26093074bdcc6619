import { useRef } from "react";
import { useForm, type WidgetProps } from "../context";
import { ExpressionButton } from "../fields/expression-button";
import classes from "../form.module.css";
import { ExpressionInput, type ExpressionInputHandle } from "./expression-input";
import { TemplatePreview } from "./template-preview";

/** A text that may hold expressions, or a value that is one. */
export function TemplateWidget(p: WidgetProps) {
  const { known } = useForm();
  const input = useRef<ExpressionInputHandle>(null);
  const text = typeof p.value === "string" ? p.value : p.value === undefined ? "" : JSON.stringify(p.value);
  const isText =
    p.schema.type === "string" && p.schema.pattern === undefined && p.schema["x-widget"] === undefined;
  return (
    <>
      <div className={classes.row}>
        <div className={classes.grow}>
          <ExpressionInput
            ref={input}
            id={p.id}
            value={text}
            onChange={(next) => p.onChange(next === "" ? undefined : next)}
            onBlur={p.onBlur}
            label={p.label}
            describedBy={[p.describedBy, `${p.id}-preview`].filter(Boolean).join(" ")}
            invalid={p.invalid}
            readOnly={p.readOnly}
            placeholder={p.placeholder}
            known={known}
          />
        </div>
        {isText && !p.readOnly && !p.compact && (
          <div className={classes.buttons}>
            <ExpressionButton label={p.label} onClick={() => input.current?.insertExpression()} />
          </div>
        )}
      </div>
      <TemplatePreview id={`${p.id}-preview`} text={text} known={known} />
    </>
  );
}
