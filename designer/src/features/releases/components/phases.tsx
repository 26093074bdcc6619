import { Anchor, Button, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/shared/i18n/told";
import { Can } from "@/shared/kit/can";
import { StateBadge } from "@/shared/kit/state-badge";
import { clockTime } from "@/shared/lib/format";
import type { Release } from "../api/releases";
import { canRollBack, type PhaseSeen, phasesOf } from "../model/phases";
import { GateLine } from "./gate-line";
import { PhaseSteps } from "./phase-steps";
import classes from "./releases.module.css";
import { RollBackDialog } from "./roll-back-dialog";

/** The phases from left to right: their gates, what they run, and how they are taken back. */
export function Phases({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const [taking, setTaking] = useState<PhaseSeen>();
  return (
    // A row that may be wider than the page can be scrolled by keyboard, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={classes.stage} aria-label={t("phases")} tabIndex={0}>
      <ol className={classes.phases}>
        {phasesOf(release).map((phase) => (
          <li key={phase.number} className={classes.phase} data-state={phase.progress?.state}>
            <PhaseCard org={org} release={release} phase={phase} rollBack={() => setTaking(phase)} />
          </li>
        ))}
      </ol>
      <RollBackDialog org={org} release={release} phase={taking} close={() => setTaking(undefined)} />
    </section>
  );
}

type Props = { org: string; release: Release; phase: PhaseSeen; rollBack: () => void };

function PhaseCard({ org, release, phase: { number, plan, progress }, rollBack }: Props) {
  const { t } = useTranslation("releases");
  const back = plan.rollback?.chain;
  const runFor = (purpose: string) => progress?.runs.find((r) => r.purpose === purpose)?.run_id;
  const [steps, rollback] = [runFor("steps"), runFor("rollback")];
  const wrong = toldOf(progress);
  return (
    <>
      <div className={classes.head}>
        <h2>{`${number} · ${plan.name}`}</h2>
        {progress && <StateBadge state={progress.state} />}
      </div>
      <dl className={classes.facts}>
        {plan.gates && plan.gates.length > 0 && (
          <div>
            <dt>{t("gate")}</dt>
            {plan.gates.map((gate, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a gate is its place
              <dd key={i} className={classes.gateSeen}>
                <GateLine
                  org={org}
                  gate={gate}
                  row={progress?.gates.find((g) => g.gate === i + 1)}
                  check={runFor(`gate-${i + 1}`)}
                />
              </dd>
            ))}
          </div>
        )}
        <div>
          <dt>{t("steps")}</dt>
          <dd>
            <ChainLink org={org} chain={plan.chain} />
            <RunLink org={org} run={steps} />
          </dd>
          <dd>
            <PhaseSteps
              org={org}
              chain={plan.chain}
              run={steps}
              live={progress?.state === "running" || (progress?.state === "rolling_back" && !back)}
            />
          </dd>
        </div>
        <div>
          <dt>{t("rollbackPlan")}</dt>
          <dd>
            {back ? <ChainLink org={org} chain={back} /> : t("undos")}
            <RunLink org={org} run={rollback} />
          </dd>
          {back && (
            <dd>
              <PhaseSteps org={org} chain={back} run={rollback} live={progress?.state === "rolling_back"} />
            </dd>
          )}
        </div>
      </dl>
      {wrong && <p className={classes.wrong}>{wrong}</p>}
      {progress?.rollback_requested_at && (
        <Text size="sm" c="dimmed">
          {t("rollbackAsked", { at: clockTime(progress.rollback_requested_at) })}
          {progress.rollback_reason && `: ${progress.rollback_reason}`}
        </Text>
      )}
      {canRollBack(release, progress) && (
        <Can do="release:execute" on={release}>
          <Button
            size="compact-sm"
            color="red"
            variant="light"
            w="fit-content"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={rollBack}
          >
            {t("rollBack")}
          </Button>
        </Can>
      )}
    </>
  );
}

/** Why a phase did not succeed, unless one of its gates says so already. */
function toldOf(progress: PhaseSeen["progress"]): string {
  if (!progress?.message || progress.gates.some((g) => g.message === progress.message)) return "";
  return told(progress.code, progress.message);
}

function ChainLink({ org, chain }: { org: string; chain: { key: string; version?: number } }) {
  const { t } = useTranslation("releases");
  return (
    <Anchor
      inherit
      underline="always"
      renderRoot={(props) => (
        <Link
          {...props}
          to="/o/$org/chains/$key"
          params={{ org, key: chain.key } as never}
          search={(chain.version ? { tab: "versions", version: String(chain.version) } : {}) as never}
        />
      )}
    >
      {chain.key} {chain.version ? t("version", { version: chain.version }) : ""}
    </Anchor>
  );
}

function RunLink({ org, run }: { org: string; run: string | undefined }) {
  const { t } = useTranslation("releases");
  if (!run) return null;
  return (
    <>
      {" · "}
      <Anchor
        inherit
        underline="always"
        renderRoot={(props) => <Link {...props} to="/o/$org/runs/$run" params={{ org, run } as never} />}
      >
        {t("run")}
      </Anchor>
    </>
  );
}
