import { Checkbox, Group } from "@mantine/core";
import { useForm, type WidgetProps } from "../context";
import { resolve } from "../sort";
import { optionsOf } from "./choice";

/** Any of a few values, in their order. */
export function ChoicesWidget(p: WidgetProps) {
  const { root, language } = useForm();
  const options = optionsOf(root, resolve(root, p.schema.items), language);
  const value = Array.isArray(p.value) ? p.value : [];
  return (
    <Group id={p.id} role="group" gap="sm" aria-label={p.label} aria-describedby={p.describedBy}>
      {options.map((o) => (
        <Checkbox
          key={o.label}
          size="sm"
          label={o.label}
          checked={value.includes(o.value)}
          disabled={p.readOnly}
          onBlur={p.onBlur}
          onChange={(e) => {
            const on = e.currentTarget.checked;
            const next = options.map((x) => x.value).filter((v) => (v === o.value ? on : value.includes(v)));
            p.onChange(next.length === 0 && !p.required ? undefined : next);
          }}
        />
      ))}
    </Group>
  );
}
