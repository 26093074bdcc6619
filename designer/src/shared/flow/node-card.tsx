import {
  IconAlertTriangle,
  IconExclamationCircle,
  IconHourglass,
  IconPinned,
  IconStack2,
} from "@tabler/icons-react";
import { Handle, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "../chain/document";
import { gist, innerCount, portsOf } from "../chain/kinds";
import { words } from "../i18n/i18n";
import { StateBadge } from "../kit/state-badge";
import { duration, nearTime } from "../lib/format";
import { CardIcon } from "./card-icon";
import { FixedPorts } from "./fixed-ports";
import { NameField } from "./name-field";
import classes from "./node-card.module.css";
import { type NodeState, useDeeds, useFocused, useOverlay } from "./picture-state";
import { type CardNode, portPosition } from "./project";
import { useNodeLabel } from "./use-node-label";

/** The element that stands for a node, so that the canvas can name the one that has the focus. */
export function cardId(id: string): string {
  return `card-${id}`;
}

/** A node: its kind's icon, its name, one line of what it does or how far it is. */
export const NodeCard = memo(function NodeCard({ id, data: { node } }: NodeProps<CardNode>) {
  const { t } = useTranslation("flow");
  const kind = useOverlay((o) => o.kinds.get(node.kind));
  const unknown = useOverlay((o) => o.kinds.size > 0 && !o.kinds.has(node.kind)); // until they come, none is
  const state = useOverlay((o) => o.states.get(id));
  const trouble = useOverlay((o) => o.troubles.get(id));
  const mark = useOverlay((o) => o.marks.get(id));
  const focused = useFocused(id);
  const pinned = useOverlay((o) => o.pinned.has(id));
  const naming = useOverlay((o) => o.naming === id);
  const why = useOverlay((o) => o.fits?.get(id));
  const deeds = useDeeds();
  const label = useNodeLabel(node, state, trouble, mark, pinned);
  const inner = innerCount(node);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div
      id={cardId(id)}
      className={classes.card}
      role="group"
      aria-label={label}
      title={why || trouble?.texts.join("\n") || undefined}
      data-state={state?.state}
      data-given={state?.given}
      data-mark={mark}
      data-focus={focused || undefined}
      data-fits={why === undefined ? undefined : why === ""}
      data-unknown={unknown || undefined}
    >
      <span className={classes.icon}>
        <CardIcon kind={node.kind} />
      </span>
      <span className={classes.text}>
        {naming ? (
          <NameField
            value={node.name ?? ""}
            placeholder={node.id}
            onDone={(name) => deeds.rename?.(id, name)}
          />
        ) : (
          <span className={classes.name}>{nodeName(node)}</span>
        )}
        {state ? (
          <Progress state={state} />
        ) : (
          <span className={classes.gist}>
            {gist(node) || (kind ? words(kind.title) : unknown ? node.kind : "…")}
          </span>
        )}
      </span>
      {pinned && (
        <span className={classes.pinned} title={t("pinned")}>
          <IconPinned size={16} aria-hidden />
        </span>
      )}
      {trouble && (
        <span className={trouble.errors > 0 ? classes.error : classes.warning}>
          {trouble.errors > 0 ? (
            <IconExclamationCircle size={18} aria-hidden />
          ) : (
            <IconAlertTriangle size={18} aria-hidden />
          )}
        </span>
      )}
      {state?.waitedMs !== undefined && <Waited ms={state.waitedMs} />}
      {why && <span className={classes.why}>{why}</span>}
      {mark && (
        <span className={classes.mark} aria-hidden>
          {mark === "added" ? "+" : mark === "removed" ? "−" : "~"}
        </span>
      )}
      {inner !== undefined && (
        <button
          type="button"
          className={`${classes.inner} nodrag nopan`}
          tabIndex={-1}
          aria-label={t("inner", { count: inner })}
          title={t("inner", { count: inner })}
          onClick={(e) => {
            e.stopPropagation();
            deeds.enter(id);
          }}
        >
          <IconStack2 size={14} aria-hidden />
          {inner}
        </button>
      )}
      <Ports id={id} node={node} />
    </div>
  );
});

function Progress({ state }: { state: NodeState }) {
  const { t } = useTranslation("flow");
  const more = [
    state.given ? `· ${t(`given.${state.given}`)}` : "",
    state.attempt !== undefined && state.attempt > 1
      ? t("attempt", { attempt: state.attempt, attempts: state.attempts ?? state.attempt })
      : "",
    state.items ? t(state.items.failed > 0 ? "itemsFailed" : "items", state.items) : "",
    // Beside many items there is no room for it, and what was given took no time.
    state.ms === undefined || state.items || state.given ? "" : duration(state.ms),
    state.until === undefined ? "" : t("until", { at: nearTime(state.until) }),
  ].filter(Boolean);
  return (
    <span className={classes.progress}>
      <StateBadge state={state.state} />
      {more.length > 0 && <span className={classes.more}>{more.join(" · ")}</span>}
    </span>
  );
}

/** How long it waited: on the border, so that the card stays as big as it is. */
function Waited({ ms }: { ms: number }) {
  const { t } = useTranslation("shared");
  return (
    <span className={classes.waited} title={t("timeline.wait", { time: duration(ms, "long") })} aria-hidden>
      <IconHourglass size={14} />
      {duration(ms)}
    </span>
  );
}

/** Where edges begin and end; only a picture that can be changed has them. */
function Ports({ id, node }: { id: string; node: CardNode["data"]["node"] }) {
  const { t } = useTranslation("flow");
  const editable = useOverlay((o) => o.editable);
  const direction = useOverlay((o) => o.direction);
  const kinds = useOverlay((o) => o.kinds);
  const deeds = useDeeds();
  if (!editable) return <FixedPorts />;
  const ports = portsOf(kinds, node);
  return (
    <>
      {ports.in && (
        <Handle
          id="in"
          type="target"
          position={portPosition(direction, "in")}
          className={classes.port}
          isConnectableStart={false}
        />
      )}
      {(["out", "failure"] as const)
        .filter((port) => ports[port])
        .map((port) => (
          <Handle
            key={port}
            id={port}
            type="source"
            position={portPosition(direction, port)}
            className={classes.port}
            data-port={port}
            title={t(port === "out" ? "append" : "appendFailure")}
            onClick={(e) => {
              e.stopPropagation();
              deeds.append?.(id, port);
            }}
          />
        ))}
    </>
  );
}
