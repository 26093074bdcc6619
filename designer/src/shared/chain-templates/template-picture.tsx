import { useTranslation } from "react-i18next";
import { words } from "@/shared/i18n/i18n";
import { list } from "@/shared/lib/format";
import classes from "./template-card.module.css";
import type { Template } from "./template-cards";

const box = { width: 36, height: 18 };
const step = { x: 54, y: 34 };
const margin = 12;

/** The phases of a release as a graph; of one with chains these are drawn instead. */
function phasesOf({ chains, release }: Template): Template["chains"][number]["graph"] {
  const phases = chains.length > 0 ? [] : (release?.phases ?? []);
  return {
    nodes: phases.map((name, i) => ({ id: String(i), kind: "chain", name, x: 0, y: i })),
    edges: phases.slice(1).map((_, i) => ({ from: String(i), to: String(i + 1) })),
  };
}

/** The graph of a template in small, from left to right; of several chains the largest. */
export function TemplatePicture({ template }: { template: Template }) {
  const { t, i18n } = useTranslation("chain-templates");
  const { nodes, edges } = template.chains
    .map((c) => c.graph)
    .reduce((most, one) => (one.nodes.length > most.nodes.length ? one : most), phasesOf(template));
  // The document goes downwards: its rows are the picture's columns.
  const rank = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
  const columns = rank(nodes.map((n) => n.y));
  const rows = rank(nodes.map((n) => n.x));
  const at = new Map(
    nodes.map((n) => [
      n.id,
      { x: margin + columns.indexOf(n.y) * step.x, y: margin + rows.indexOf(n.x) * step.y },
    ]),
  );
  const width = 2 * margin + (columns.length - 1) * step.x + box.width;
  const height = 2 * margin + (rows.length - 1) * step.y + box.height;
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${Math.max(width, 240)} ${Math.max(height, 90)}`}
      role="img"
      aria-label={t("steps", { names: list(nodes.map((n) => words(n.name, i18n.language))) })}
    >
      <g transform={`translate(${Math.max(0, 240 - width) / 2} ${Math.max(0, 90 - height) / 2})`}>
        {edges.map((e) => {
          const from = at.get(e.from) ?? { x: 0, y: 0 };
          const to = at.get(e.to) ?? { x: 0, y: 0 };
          const [x, y] = [from.x + box.width, from.y + box.height / 2];
          const [endX, endY] = [to.x, to.y + box.height / 2];
          const bend = (endX - x) / 2;
          return (
            <path
              key={`${e.from} ${e.to} ${e.failure ?? false}`}
              className={classes.edge}
              data-failure={e.failure || undefined}
              d={`M${x} ${y}C${x + bend} ${y} ${endX - bend} ${endY} ${endX} ${endY}`}
            />
          );
        })}
        {nodes.map((n) => {
          const { x, y } = at.get(n.id) ?? { x: 0, y: 0 };
          const [middleX, middleY] = [x + box.width / 2, y + box.height / 2];
          return n.kind === "branch" ? (
            <path
              key={n.id}
              className={classes.node}
              data-kind={n.kind}
              d={`M${x} ${middleY}L${middleX} ${y - 3}L${x + box.width} ${middleY}L${middleX} ${y + box.height + 3}Z`}
            />
          ) : (
            <rect key={n.id} className={classes.node} data-kind={n.kind} x={x} y={y} rx={4} {...box} />
          );
        })}
      </g>
    </svg>
  );
}
