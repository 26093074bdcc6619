import { Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconMinus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { findNode } from "@/shared/chain/graph";
import { told } from "@/shared/i18n/told";
import { ErrorState } from "@/shared/kit/error-state";
import { RelativeTime } from "@/shared/kit/relative-time";
import { type State, StateBadge } from "@/shared/kit/state-badge";
import { list } from "@/shared/lib/format";
import { type Release, useReleaseChanged, useVersionDocument } from "../api/releases";
import { canRehearse, stepPlace } from "../model/phases";
import classes from "./releases.module.css";

type Rehearsal = Shape<"RehearsalBody">;
type Phase = Shape<"RehearsedPhaseBody">;
type Step = Shape<"RehearsedStepBody">;

/** What the newest rehearsal found: whether each phase holds, and what stays if one of its steps fails. */
export function RehearsalTab({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const changed = useReleaseChanged();
  const path = { org_id: org, release_id: release.id };
  const rehearse = api.useMutation("post", "/api/v1/orgs/{org_id}/releases/{release_id}/rehearsals", {
    onSuccess: () => void changed(),
  });
  const newest = release.rehearsal?.id;
  return (
    <Stack gap="md">
      <Group gap="md">
        <Text size="sm" c="dimmed" flex="1 1 320px">
          {t("rehearsalHelp")}
        </Text>
        {canRehearse(release) && (
          <Button
            variant="default"
            size="sm"
            loading={rehearse.isPending}
            disabled={release.rehearsal?.state === "running"}
            onClick={() => rehearse.mutate({ params: { path } })}
          >
            {t("rehearse")}
          </Button>
        )}
      </Group>
      {Boolean(rehearse.error) && <ErrorState error={rehearse.error} />}
      {newest && <Newest org={org} release={release} id={newest} />}
    </Stack>
  );
}

function Newest({ org, release, id }: { org: string; release: Release; id: string }) {
  const { t } = useTranslation("releases");
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/releases/{release_id}/rehearsals/{rehearsal_id}", {
    params: { path: { org_id: org, release_id: release.id, rehearsal_id: id } },
  });
  if (got.error && !got.data) return <ErrorState error={got.error} retry={() => got.refetch()} />;
  if (!got.data) return <Skeleton height={160} />;
  const { state, ended_at, began_at, report, seal }: Rehearsal = got.data;
  return (
    <>
      <Text size="sm" role="status">
        <strong>{t(`rehearsal.${state}`)}</strong> <RelativeTime at={ended_at ?? began_at} />
        {release.seal && release.seal !== seal && ` · ${t("rehearsedBefore")}`}
      </Text>
      {report?.message && (
        <Text size="sm" className={classes.wrong}>
          {report.message}
        </Text>
      )}
      {report?.phases.map((phase, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a phase is its place
        <Rehearsed key={i} org={org} number={i + 1} phase={phase} chain={release.plan?.phases[i]?.chain} />
      ))}
    </>
  );
}

type RehearsedProps = {
  org: string;
  number: number;
  phase: Phase;
  chain: Shape<"ReleaseChainBody"> | undefined;
};

function Rehearsed({ org, number, phase, chain }: RehearsedProps) {
  const { t } = useTranslation("releases");
  const document = useVersionDocument(org, chain?.key ?? "", chain?.version ?? 0).data;
  const name = (node: string) => (document && findNode(document, node)?.name) || node;
  return (
    <section className={classes.rehearsed}>
      <h2>{`${number} · ${phase.name}`}</h2>
      <Group gap="lg" my="xs">
        <Tried org={org} what={t("rehearsedWhole")} trial={phase.whole} />
        {phase.rollback && <Tried org={org} what={t("rollbackPlan")} trial={phase.rollback} />}
      </Group>
      <div className={classes.wide}>
        <table
          className={`plain-table ${classes.parts}`}
          aria-label={t("rehearsedSteps", { phase: phase.name })}
        >
          <thead>
            <tr>
              <th scope="col">{t("ifFails")}</th>
              <th scope="col">{t("thePhase")}</th>
              <th scope="col">{t("takenBack")}</th>
            </tr>
          </thead>
          <tbody>
            {phase.steps.map((step) => (
              <tr key={step.node}>
                <td>
                  <RunOf org={org} run={step.trial.run_id} text={stepPlace(step, name)} />
                </td>
                <td>{t(step.reached ? (step.goes_on ? "goesOn" : "stops") : "notReached")}</td>
                <td>
                  <Covered step={step} name={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Whether all that was done by then is taken back, or what stays. */
function Covered({ step, name }: { step: Step; name: (node: string) => string }) {
  const { t } = useTranslation("releases");
  if (!step.reached) return <IconMinus size={14} aria-label={t("notReached")} />;
  if (step.goes_on) return <IconMinus size={14} aria-label={t("goesOn")} />;
  if (step.covered)
    return (
      <span className={classes.fine}>
        <IconCircleCheck size={14} aria-hidden /> {t(step.nothing ? "nothingToTakeBack" : "allBack")}
      </span>
    );
  return (
    <span className={classes.wrong}>
      <IconAlertTriangle size={14} aria-hidden /> {t("stays", { nodes: list((step.left ?? []).map(name)) })}
    </span>
  );
}

function Tried({ org, what, trial }: { org: string; what: string; trial: Phase["whole"] }) {
  return (
    <div>
      <Text component="span" size="sm">
        <RunOf org={org} run={trial.run_id} text={what} />
      </Text>{" "}
      {trial.state && <StateBadge state={trial.state as State} />}
      {trial.message && <p className={classes.wrong}>{told(trial.code, trial.message)}</p>}
    </div>
  );
}

function RunOf({ org, run, text }: { org: string; run: string | undefined; text: string }) {
  return run ? (
    <Anchor
      inherit
      underline="always"
      renderRoot={(props) => <Link {...props} to="/o/$org/runs/$run" params={{ org, run } as never} />}
    >
      {text}
    </Anchor>
  ) : (
    text
  );
}
