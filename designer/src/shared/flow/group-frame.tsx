import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { FixedPorts } from "./fixed-ports";
import classes from "./group-frame.module.css";
import { NameField } from "./name-field";
import { cardId } from "./node-card";
import { useDeeds, useOverlay } from "./picture-state";
import type { GroupNode } from "./project";

/** A group: a frame around its nodes, or one card when it is folded. */
export const GroupFrame = memo(function GroupFrame({
  id,
  type,
  data: { group, count },
}: NodeProps<GroupNode>) {
  const { t } = useTranslation("flow");
  const deeds = useDeeds();
  const focused = useOverlay((o) => o.focus === id);
  const naming = useOverlay((o) => o.naming === id);
  const problems = useOverlay((o) =>
    group.nodes.reduce(
      (n, m) => n + (o.troubles.get(m)?.errors ?? 0) + (o.troubles.get(m)?.warnings ?? 0),
      0,
    ),
  );
  const failed = useOverlay((o) => group.nodes.filter((m) => o.states.get(m)?.state === "failed").length);
  const folded = type === "folded";
  const name = group.name || t("group.name");
  const Icon = folded ? IconChevronRight : IconChevronDown;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div
      id={cardId(id)}
      className={folded ? classes.folded : classes.frame}
      role="group"
      aria-label={`${name}, ${t("group.count", { count })}`}
      data-focus={focused || undefined}
      data-failed={failed > 0 || undefined}
    >
      <div className={`${classes.head} frame-head`}>
        {deeds.fold && (
          <button
            type="button"
            className={`${classes.fold} nodrag nopan`}
            tabIndex={-1}
            aria-label={t(folded ? "group.unfold" : "group.fold")}
            aria-expanded={!folded}
            onClick={(e) => {
              e.stopPropagation();
              deeds.fold?.(id);
            }}
          >
            <Icon size={16} aria-hidden />
          </button>
        )}
        {naming ? (
          <NameField
            value={group.name ?? ""}
            placeholder={t("group.name")}
            onDone={(n) => deeds.rename?.(id, n)}
          />
        ) : (
          <span className={classes.name}>{name}</span>
        )}
        {folded && <span className={classes.count}>{t("group.count", { count })}</span>}
        {folded && problems > 0 && (
          <span className={classes.problems}>{t("problems", { count: problems })}</span>
        )}
      </div>
      <FixedPorts />
    </div>
  );
});
