import { IconBolt, IconBoltOff, IconCircle, IconHourglass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import classes from "./engines.module.css";

const looks = {
  closed: { icon: IconBolt, look: classes.good },
  "half-open": { icon: IconHourglass, look: classes.wait },
  open: { icon: IconBoltOff, look: classes.bad },
  unknown: { icon: IconCircle, look: classes.idle },
} as const;

/** Whether calls of an engine go through, or it is left alone for a while. */
export function Breaker({ breaker }: { breaker: Shape<"BreakerBody"> | undefined }) {
  const { t } = useTranslation("engines");
  const state = breaker?.state ?? "unknown";
  const { icon: Icon, look } = looks[state];
  return (
    <span className={classes.mark}>
      <Icon size={16} stroke={2} className={look} aria-hidden />
      {t(`breaker.${state}`)}
      {breaker && breaker.failures > 0 && ` · ${t("breaker.failures", { count: breaker.failures })}`}
    </span>
  );
}
