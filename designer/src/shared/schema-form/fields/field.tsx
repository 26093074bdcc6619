import { memo, type ReactNode, useMemo } from "react";
import type { JsonSchema } from "@/shared/chain/document";
import { useForm } from "../context";
import { resolve, sortOf, widgetOf } from "../sort";
import { ArrayField } from "./array-field";
import { Expressible } from "./expressible";
import { LeafField } from "./leaf-field";
import { MapField } from "./map-field";
import { ObjectField } from "./object-field";
import { VariantField } from "./variant-field";

export type FieldProps = {
  schema: unknown;
  pointer: string;
  /** The key it stands under; its title if the schema has none. */
  name: string;
  required: boolean;
  /** The form itself: no title, and always there. */
  top?: boolean;
  /** Shows no label; a screen reader still says this one. */
  hiddenLabel?: string | undefined;
};

/** What a field of a known sort is given. */
export type SortedProps = Omit<FieldProps, "schema"> & {
  schema: JsonSchema;
  /** Stands beside the label. */
  aside?: ReactNode;
};

/** How deep a form goes; what is further in gets a JSON editor. */
const deepest = 8;

/** One part of a form, by what its schema is. */
export const Field = memo(function Field(props: FieldProps) {
  const { root, widgets, known, everywhere } = useForm();
  const { schema, pointer, top } = props;
  const found = useMemo(() => resolve(root, schema), [root, schema]);
  const asked = widgetOf(found);
  const sort =
    asked && widgets[asked] ? asked : pointer.split("/").length > deepest ? "json" : sortOf(root, found);
  const sorted = { ...props, schema: found };
  const marked = known && !top && (found["x-expression"] === true || everywhere);
  if (!marked || sort === "text-or-secret") return <Sorted sort={sort} {...sorted} />;
  // A text can hold expressions among its words: one field for both.
  if (sort === "text") return <LeafField {...sorted} widget="template" />;
  return <Expressible {...sorted} field={(aside) => <Sorted sort={sort} {...sorted} aside={aside} />} />;
});

function Sorted({ sort, ...props }: SortedProps & { sort: string }) {
  switch (sort) {
    case "object":
      return <ObjectField {...props} />;
    case "array":
      return <ArrayField {...props} />;
    case "map":
    case "key-value":
      return <MapField {...props} />;
    case "variant":
      return <VariantField {...props} />;
    default:
      return <LeafField {...props} widget={sort} />;
  }
}
