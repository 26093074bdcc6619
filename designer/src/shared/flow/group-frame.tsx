import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { look, type State, StateBadge } from "../kit/state-badge";
import { FixedPorts } from "./fixed-ports";
import classes from "./group-frame.module.css";
import { NameField } from "./name-field";
import { cardId } from "./node-card";
import { type NodeState, useDeeds, useFocused, useOverlay } from "./picture-state";
import type { GroupNode } from "./project";

/** A group: a frame around its nodes, or one card when it is folded. */
export const GroupFrame = memo(function GroupFrame({
  id,
  type,
  data: { group, count },
}: NodeProps<GroupNode>) {
  const { t } = useTranslation(["flow", "shared"]);
  const deeds = useDeeds();
  const focused = useFocused(id);
  const naming = useOverlay((o) => o.naming === id);
  const problems = useOverlay((o) =>
    group.nodes.reduce(
      (n, m) => n + (o.troubles.get(m)?.errors ?? 0) + (o.troubles.get(m)?.warnings ?? 0),
      0,
    ),
  );
  const folded = type === "folded";
  // One text, so that the card is drawn only when a number changes.
  const states = useOverlay((o) => (folded ? tally(group.nodes, o.states) : ""));
  const counts = states.split(" ").flatMap((part) => {
    const [state, n] = part.split(":");
    return state && n ? [{ state: state as State, n: Number(n) }] : [];
  });
  const name = group.name || t("group.name");
  const Icon = folded ? IconChevronRight : IconChevronDown;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div
      id={cardId(id)}
      className={folded ? classes.folded : classes.frame}
      role="group"
      aria-label={[
        name,
        t("group.count", { count }),
        ...counts.map(({ state, n }) => t("group.state", { n, state: t(`shared:state.${state}`) })),
        folded && problems > 0 && t("problems", { count: problems }),
      ]
        .filter(Boolean)
        .join(", ")}
      data-focus={focused || undefined}
      data-failed={counts.some((c) => look(c.state).tone === "bad") || undefined}
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
        {counts.map(({ state, n }) => (
          <span key={state} className={classes.state}>
            <StateBadge state={state} short />
            {n}
          </span>
        ))}
        {folded && problems > 0 && (
          <span className={classes.problems}>{t("problems", { count: problems })}</span>
        )}
      </div>
      <FixedPorts />
    </div>
  );
});

/** The states that are counted, the worst first; what a run did not come to yet is none of them. */
const order: State[] = [
  "failed",
  "undo_failed",
  "waiting",
  "paused",
  "processing",
  "undoing",
  "undone",
  "canceled",
  "skipped",
  "succeeded",
];

/** How many of the nodes are in which state, the worst first: "failed:1 succeeded:3". */
function tally(ids: readonly string[], states: ReadonlyMap<string, NodeState>): string {
  const numbers = new Map<State, number>();
  for (const id of ids) {
    const state = states.get(id)?.state;
    if (state) numbers.set(state, (numbers.get(state) ?? 0) + 1);
  }
  return order.flatMap((s) => (numbers.has(s) ? [`${s}:${numbers.get(s)}`] : [])).join(" ");
}
