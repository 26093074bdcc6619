import {
  IconAntenna,
  IconArrowBackUp,
  IconCheck,
  IconCircle,
  IconClock,
  IconEdit,
  IconEye,
  IconLoader2,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconRosetteDiscountCheck,
  IconX,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./state-badge.module.css";

/** Each state is an icon, a word and a colour, always all three. */
const looks = {
  pending: { icon: IconCircle, tone: "idle" },
  ready: { icon: IconClock, tone: "idle" },
  queued: { icon: IconClock, tone: "idle" },
  processing: { icon: IconLoader2, tone: "busy" },
  running: { icon: IconLoader2, tone: "busy" },
  undoing: { icon: IconLoader2, tone: "busy" },
  waiting: { icon: IconAntenna, tone: "wait" },
  paused: { icon: IconPlayerPause, tone: "wait" },
  succeeded: { icon: IconCheck, tone: "good" },
  failed: { icon: IconX, tone: "bad" },
  undo_failed: { icon: IconX, tone: "bad" },
  skipped: { icon: IconPlayerSkipForward, tone: "idle" },
  canceled: { icon: IconPlayerStop, tone: "idle" },
  undone: { icon: IconArrowBackUp, tone: "wait" },
  // Of releases and their phases.
  draft: { icon: IconEdit, tone: "idle" },
  in_review: { icon: IconEye, tone: "wait" },
  approved: { icon: IconRosetteDiscountCheck, tone: "good" },
  executing: { icon: IconLoader2, tone: "busy" },
  rolling_back: { icon: IconLoader2, tone: "busy" },
  rolled_back: { icon: IconArrowBackUp, tone: "wait" },
  rollback_failed: { icon: IconX, tone: "bad" },
  rejected: { icon: IconX, tone: "bad" },
  withdrawn: { icon: IconPlayerStop, tone: "idle" },
  expired: { icon: IconClock, tone: "idle" },
} as const;

export type State = keyof typeof looks;
export type Tone = (typeof looks)[State]["tone"];

/** The look of a state of a run, a step, a release or a phase. */
export function look(state: State): { icon: typeof IconCheck; tone: Tone } {
  return looks[state];
}

type Props = {
  state: State;
  /** Shows the icon alone. */
  short?: boolean;
  /** What the state is called here, if not as everywhere. */
  word?: string;
};

/** The state of a run, a step, a release or a phase. */
export function StateBadge({ state, short = false, word }: Props) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = looks[state];
  const busy = tone === "busy" ? ` ${classes.turning}` : "";
  return (
    <span className={classes.badge} data-state={state} title={short ? t(`state.${state}`) : undefined}>
      <Icon size={16} stroke={2} className={classes[tone] + busy} aria-hidden />
      <span className={short ? "hidden-visually" : undefined}>{word ?? t(`state.${state}`)}</span>
    </span>
  );
}
