import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "../chain/document";
import { gist } from "../chain/kinds";
import { words } from "../i18n/i18n";
import { CardIcon } from "./card-icon";
import classes from "./node-card.module.css";
import { useOverlay } from "./picture-state";
import type { UndoNode } from "./project";

/** What undoes a node, and as which one. */
export const UndoCard = memo(function UndoCard({ data: { node, turn } }: NodeProps<UndoNode>) {
  const { t } = useTranslation("flow");
  const { undo } = node;
  const kind = useOverlay((o) => (undo ? o.kinds.get(undo.kind) : undefined));
  if (!undo) return null;
  const name = t("undo", { turn, name: nodeName(node) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div className={classes.card} role="group" aria-label={name} title={name} data-ghost>
      <span className={classes.icon}>
        <CardIcon kind={undo.kind} />
      </span>
      <span className={classes.text}>
        <span className={classes.name}>{name}</span>
        <span className={classes.gist}>{gist(undo) || (kind ? words(kind.title) : undo.kind)}</span>
      </span>
    </div>
  );
});
