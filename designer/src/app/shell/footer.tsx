import { Anchor } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconPlugConnectedX, IconPointFilled, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { liveness, worst } from "@/shared/api/live";
import { clockTime } from "@/shared/lib/format";
import classes from "./footer.module.css";
import { useNewBuild } from "./use-new-build";

/** How what is shown keeps up with the server, and whether a newer build waits to be loaded. */
export function Footer() {
  const { t } = useTranslation("app");
  const { online } = useNetwork();
  const stream = liveness((s) => worst(s.streams));
  const newer = useNewBuild();
  const state = !online ? "offline" : (stream?.state ?? "idle");
  const Icon =
    state === "offline" ? IconPlugConnectedX : state === "reconnecting" ? IconRefresh : IconPointFilled;
  return (
    <footer className={classes.footer}>
      <span role="status" className={classes.state} data-state={state}>
        {state !== "idle" && <Icon size={14} stroke={2} aria-hidden />}
        {state !== "idle" && t(`live.${state}`, { since: stream ? clockTime(new Date(stream.since)) : "" })}
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
