import { Button, SegmentedControl } from "@mantine/core";
import { IconSubtask } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Body, Graph, JsonSchema } from "@/shared/chain/document";
import { pathTo } from "@/shared/chain/graph";
import type { WidgetProps, Widgets } from "@/shared/schema-form/context";
import { isFields, put } from "@/shared/schema-form/pointer";
import { orgWidgets } from "@/shared/schema-form/widgets/org/org-widgets";
import { useEditor } from "../../store";
import { type BodyFormProps, ConfigForm } from "./body-form";
import classes from "./drawer.module.css";

/** A list, and what is done with each item: an inner graph or another chain. */
export function EachForm(props: BodyFormProps & { schema: JsonSchema }) {
  const { body, nodeId, schema, change } = props;
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const config = isFields(body.each) ? body.each : {};
  const chain = config.chain !== undefined;
  const shown = useMemo(() => only(schema, chain ? "chain" : "graph"), [schema, chain]);
  const widgets = useMemo<Widgets>(() => ({ ...orgWidgets, graph: graphWidget(nodeId) }), [nodeId]);
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("drawer.each.what")}
        readOnly={!editing}
        value={chain ? "chain" : "graph"}
        data={[
          { value: "graph", label: t("drawer.each.graph") },
          { value: "chain", label: t("drawer.each.chain") },
        ]}
        onChange={(to) =>
          change((b) => {
            const other = put(b, to === "chain" ? "/each/graph" : "/each/chain", undefined);
            const empty = to === "chain" ? {} : { nodes: [], edges: [] };
            return put(other, `/each/${to}`, empty) as Body;
          }, "/each")
        }
      />
      <ConfigForm {...props} schema={shown} widgets={widgets} />
    </>
  );
}

/** The schema with one of the two, which then has to be there. */
function only(schema: JsonSchema, which: "graph" | "chain"): JsonSchema {
  const properties = isFields(schema.properties) ? schema.properties : {};
  const { [which === "graph" ? "chain" : "graph"]: _, ...rest } = properties;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return { ...schema, properties: rest, required: [...required, which] };
}

/** Opens the graph inside a node on the canvas. */
function graphWidget(nodeId: string) {
  return function GraphWidget({ id, value, onChange, readOnly, describedBy }: WidgetProps) {
    const { t } = useTranslation("canvas");
    const count = isFields(value) && Array.isArray(value.nodes) ? value.nodes.length : 0;
    const says = t(value === undefined ? "drawer.each.draw" : "drawer.each.open");
    const enter = () => {
      if (value === undefined) onChange({ nodes: [], edges: [] } satisfies Graph);
      const { document, setPath, open } = useEditor.getState();
      setPath([...(pathTo(document, nodeId) ?? []), nodeId]);
      open();
    };
    return (
      <div className={classes.line}>
        <Button
          id={id}
          size="compact-sm"
          variant="default"
          leftSection={<IconSubtask size={16} aria-hidden />}
          aria-label={says}
          aria-describedby={describedBy}
          disabled={readOnly && value === undefined}
          onClick={enter}
        >
          {says}
        </Button>
        <span className={classes.dim}>{t("drawer.each.count", { count })}</span>
      </div>
    );
  };
}
