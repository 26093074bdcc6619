import { Anchor } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconPlugConnectedX, IconPointFilled, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { liveness, worst } from "@/shared/api/live";
import { useLate } from "@/shared/kit/late";
import { clockTime } from "@/shared/lib/format";
import classes from "./footer.module.css";
import { useNewBuild } from "./use-new-build";
import { useRecovery } from "./use-recovery";

const icons = {
  idle: undefined,
  live: IconPointFilled,
  reconnecting: IconRefresh,
  unreached: IconPlugConnectedX,
  offline: IconPlugConnectedX,
};

/** How what is shown keeps up with the server, and whether a newer build waits to be loaded. */
export function Footer() {
  const { t } = useTranslation("app");
  const { online } = useNetwork();
  useRecovery();
  const known = liveness(useShallow(worst));
  // A stream is cut now and then, and picked up at once: only a cut that lasts is worth a word.
  const cut = useLate(known?.state === "reconnecting", 2000);
  const newer = useNewBuild();
  const state = !online
    ? "offline"
    : known?.state === "reconnecting" && !cut
      ? "live"
      : (known?.state ?? "idle");
  const Icon = icons[state];
  return (
    <footer className={classes.footer}>
      <span role="status" className={classes.state} data-state={state}>
        {Icon && <Icon size={14} stroke={2} aria-hidden />}
        {state !== "idle" && t(`live.${state}`, { since: known ? clockTime(new Date(known.since)) : "" })}
      </span>
      {newer && (
        <span role="status">
          {t("newBuild")}{" "}
          <Anchor component="button" type="button" size="xs" onClick={() => location.reload()}>
            {t("reload")}
          </Anchor>
        </span>
      )}
    </footer>
  );
}
