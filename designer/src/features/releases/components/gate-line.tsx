import { Anchor, Code } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { told } from "@/shared/i18n/told";
import { dateTime, list } from "@/shared/lib/format";
import { weekday } from "@/shared/lib/weekday";
import { itemOf } from "@/shared/todos/api";
import type { Gate } from "../api/releases";
import { measuredOf } from "../model/measured";
import { MeasuredNote } from "./measured-note";
import classes from "./releases.module.css";

type Props = {
  org: string;
  gate: Gate;
  row: Shape<"ReleaseGateRowBody"> | undefined;
  /** The run of a check. */
  check: string | undefined;
};

/** What a gate asks for, and how it stands. */
export function GateLine({ org, gate, row, check }: Props) {
  const { t } = useTranslation("releases");
  const { approval, window: time, freeze } = gate;
  const asks = approval
    ? t("gates.approval", {
        who: approval.levels.map((l) => l.name || t("people", { count: l.quorum || 1 })).join(" → "),
      })
    : gate.check
      ? t("gates.check", { chain: gate.check.chain.key })
      : time
        ? [
            time.from && time.to ? t("gates.window", { from: time.from, to: time.to }) : "",
            time.weekdays?.length
              ? t("gates.weekdays", { days: list(time.weekdays.map((day) => weekday(day, "short"))) })
              : "",
            time.not_before ? t("gates.notBefore", { at: dateTime(time.not_before) }) : "",
            time.not_after ? t("gates.notAfter", { at: dateTime(time.not_after) }) : "",
            time.time_zone ?? "UTC",
          ]
            .filter(Boolean)
            .join(", ")
        : t("gates.freeze", { calendar: freeze?.calendar ?? "" });
  const measured = row?.message && row.state === "failed" ? measuredOf(gate.check, row.message) : undefined;
  return (
    <>
      {asks}
      {gate.check?.when && <Code>{gate.check.when}</Code>}
      {row && (
        <span className={classes.gate} data-state={row.state}>
          {t(`gateState.${row.state}`)}
        </span>
      )}
      {row && approval && (
        <Anchor
          inherit
          underline="always"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/inbox/$item"
              params={
                { item: itemOf({ source: "approval", org_id: org, source_id: row.subject_id }) } as never
              }
            />
          )}
        >
          {t("openApproval")}
        </Anchor>
      )}
      {check && (
        <Anchor
          inherit
          underline="always"
          renderRoot={(props) => (
            <Link {...props} to="/o/$org/runs/$run" params={{ org, run: check } as never} />
          )}
        >
          {t("run")}
        </Anchor>
      )}
      {measured && <MeasuredNote measured={measured} />}
      {row?.message && row.state === "failed" && !measured && (
        <p className={classes.wrong}>
          {told(gate.check ? "release.check" : "release.gate_closed", row.message)}
        </p>
      )}
    </>
  );
}
