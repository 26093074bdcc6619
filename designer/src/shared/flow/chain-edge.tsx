import { IconPlus } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChainEdge } from "../chain/document";
import classes from "./chain-edge.module.css";
import { lanePath, room } from "./lanes";
import { useDeeds, useOverlay } from "./picture-state";
import type { FlowEdge } from "./project";

/** What stands at an edge: its label, its condition, "otherwise" or "on failure". */
export function edgeLabel(edge: ChainEdge, t: (key: string) => string): string {
  const parts = [
    edge.failure ? t("flow:edge.failure") : "",
    edge.label || (edge.otherwise ? t("flow:edge.otherwise") : edge.when?.trim() || ""),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** An edge, with its label; a `+` on it while it is under the pointer. */
export const ChainEdgeLine = memo(function ChainEdgeLine(props: EdgeProps<FlowEdge>) {
  const { t } = useTranslation(["flow"]);
  const { id, data, selected } = props;
  const edge = data?.edge;
  const editable = useOverlay((o) => o.editable);
  const hovered = useOverlay((o) => o.hover === id);
  const mark = useOverlay((o) => o.marks.get(id));
  const way = useOverlay((o) => o.ways.get(id));
  const trouble = useOverlay((o) => (edge ? o.troubles.get(`${edge.from}→${edge.to}`) : undefined));
  const deeds = useDeeds();
  const sideways = props.targetPosition === Position.Left;
  const path =
    data?.lane === undefined
      ? getSmoothStepPath({ ...props, borderRadius: 10 })[0]
      : lanePath(
          { x: props.sourceX, y: props.sourceY },
          { x: props.targetX, y: props.targetY },
          data.lane,
          sideways ? "right" : "down",
        );
  // Near its end an edge is apart from the others that leave the same node.
  const [x, y] = sideways
    ? [props.targetX - room * 1.5, props.targetY]
    : [props.targetX, props.targetY - room];
  if (!edge) return null;
  const text = edgeLabel(edge, t);
  const plus = editable && (hovered || selected) && deeds.insert;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={
          edge.failure
            ? "url(#chain-failure)"
            : selected
              ? "url(#chain-chosen)"
              : `url(#chain-${way === "taken" ? way : "arrow"})`
        }
        interactionWidth={24}
        className={[
          classes.line,
          way ? classes[way] : "",
          edge.failure ? classes.failure : "",
          edge.otherwise ? classes.otherwise : "",
          selected ? classes.selected : "",
          mark ? classes[mark] : "",
          trouble ? classes.trouble : "",
        ].join(" ")}
      />
      {(text !== "" || plus) && (
        <EdgeLabelRenderer>
          <div
            className={`${classes.label} nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            data-edge={id}
            data-selected={selected || undefined}
            data-mark={mark}
          >
            {text !== "" && (
              <span className={edge.when && !edge.label ? classes.code : classes.text} title={text}>
                {text}
              </span>
            )}
            {plus && (
              <button
                type="button"
                className={classes.plus}
                tabIndex={-1}
                aria-label={t("insert")}
                title={t("insert")}
                onClick={(e) => {
                  e.stopPropagation();
                  deeds.insert?.(id);
                }}
              >
                <IconPlus size={14} aria-hidden />
              </button>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** The arrow heads of all edges. */
export function Arrows() {
  return (
    <svg className={classes.arrows} aria-hidden="true">
      <defs>
        {(["arrow", "chosen", "failure", "taken"] as const).map((name) => (
          <marker
            key={name}
            id={`chain-${name}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 1 L10 5 L0 9 z" className={classes[`head-${name}`]} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
