import { Checkbox } from "@mantine/core";
import type { WidgetProps } from "../context";

/** Yes or no. Going back to the default leaves nothing in the document. */
export function BooleanWidget(p: WidgetProps) {
  const otherwise = p.schema.default === true;
  return (
    <Checkbox
      id={p.id}
      size="sm"
      label={p.label}
      checked={typeof p.value === "boolean" ? p.value : otherwise}
      disabled={p.readOnly}
      error={p.invalid}
      aria-describedby={p.describedBy}
      onBlur={p.onBlur}
      onChange={(e) => {
        const next = e.currentTarget.checked;
        p.onChange(next === otherwise && !p.required ? undefined : next);
      }}
    />
  );
}
