import {
  IconAlertTriangle,
  IconArrowNarrowRight,
  IconChevronDown,
  IconChevronRight,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import type { OutlineLine } from "@/shared/chain/outline";
import { edgeLabel } from "@/shared/flow/chain-edge";
import { KindIcon } from "@/shared/flow/kind-icon";
import { useEditor } from "../store";
import classes from "./outline.module.css";

type Props = {
  line: OutlineLine;
  top: number;
  chosen: boolean;
  /** Whether what is below it is shown; undefined if there is nothing. */
  open: boolean | undefined;
  onToggle: () => void;
  onChoose: () => void;
  onOpen: () => void;
  /** In place of the name, while it is typed. */
  field?: ReactNode;
  menu?: ReactNode;
};

/** A line of the outline. */
export function OutlineRow({ line, top, chosen, open, onToggle, onChoose, onOpen, field, menu }: Props) {
  const { t } = useTranslation(["canvas", "flow"]);
  const { node, edge } = line;
  const icon = useEditor((s) => s.kinds.get(node.kind)?.icon);
  const to = useEditor((s) => (edge ? nodeName(findNode(s.document, edge.to) ?? { id: edge.to }) : ""));
  const problems = useEditor((s) =>
    s.problems.some((p) => (edge ? p.from === edge.from && p.to === edge.to : p.node === node.id)),
  );
  const Toggle = open ? IconChevronDown : IconChevronRight;
  const label = edge ? edgeLabel(edge, t) : "";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={`line-${line.id}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={line.depth + 1}
      aria-selected={chosen}
      aria-expanded={open}
      className={classes.row}
      style={{ top, paddingLeft: 8 + line.depth * 16 }}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <span
        className={classes.toggle}
        aria-hidden
        onClick={(e) => {
          e.stopPropagation();
          onToggle();
        }}
      >
        {open !== undefined && <Toggle size={14} />}
      </span>
      <span className={classes.icon}>
        {edge ? <IconArrowNarrowRight size={16} aria-hidden /> : <KindIcon name={icon} size={16} />}
      </span>
      <span className={classes.name}>
        {field ?? (edge ? to : nodeName(node))}
        {label && <span className={classes.label}> {label}</span>}
      </span>
      {problems && (
        <IconAlertTriangle size={16} className={classes.problem} aria-label={t("canvas:problems.title")} />
      )}
      {menu}
    </div>
  );
}
