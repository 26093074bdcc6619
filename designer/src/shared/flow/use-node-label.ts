import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "../chain/document";
import { words } from "../i18n/i18n";
import { dateTime, duration } from "../lib/format";
import { type Mark, type NodeState, type Trouble, useOverlay } from "./picture-state";

/** How a node reads aloud: "Risk, work, failed, attempt 3 of 3, 2 seconds, 2 problems, next: Decide". */
export function useNodeLabel(
  node: ChainNode,
  state: NodeState | undefined,
  trouble: Trouble | undefined,
  mark: Mark | undefined,
  pinned: boolean,
): string {
  const { t } = useTranslation(["flow", "shared"]);
  const kind = useOverlay((o) => o.kinds.get(node.kind));
  const came = useOverlay((o) => o.kinds.size > 0);
  const next = useOverlay((o) => o.next.get(node.id));
  const problems = trouble ? trouble.errors + trouble.warnings : 0;
  const waited = state?.waitedMs;
  const time = state?.ms === undefined || state.given ? "" : duration(state.ms, "long");
  // Alone a time says enough; it needs a word beside the other.
  const worked = time && waited !== undefined ? t("shared:timeline.work", { time }) : time;
  return [
    nodeName(node),
    kind ? words(kind.title) : came && node.kind,
    state && t(`shared:state.${state.state}`),
    pinned && t("pinned"),
    state?.given && t(`given.${state.given}`),
    state?.attempt !== undefined &&
      state.attempt > 1 &&
      t("attemptAloud", { attempt: state.attempt, attempts: state.attempts ?? state.attempt }),
    state?.items && t("itemsAloud", state.items),
    worked,
    waited !== undefined && t("shared:timeline.wait", { time: duration(waited, "long") }),
    state?.until !== undefined && t("until", { at: dateTime(new Date(state.until)) }),
    mark && t(`mark.${mark}`),
    problems > 0 && t("problems", { count: problems }),
    next && t("next", { names: next }),
  ]
    .filter(Boolean)
    .join(", ");
}
