import { ActionIcon, Anchor, Group, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { KindIcon } from "@/shared/flow/kind-icon";
import { useKinds } from "@/shared/flow/use-kinds";
import { lazily } from "@/shared/kit/lazily";
import { StateBadge } from "@/shared/kit/state-badge";
import { clockTime, duration } from "@/shared/lib/format";
import { type Attempt, isDone, placeOf, type Step, timesOf } from "../model/journal";
import { beforeOf, designed, stepName } from "../model/names";
import { waitOf } from "../model/waits";
import { Artefacts } from "./artefacts";
import { ChildRuns } from "./child-runs";
import classes from "./detail.module.css";
import { useNow } from "./elapsed";
import { ErrorLine } from "./error-line";
import { FailureNote } from "./failure-note";
import { Halves } from "./halves";
import { PeopleAsked } from "./people-asked";
import type { RunSeen } from "./run-context";
import { Section } from "./section";
import { StepData } from "./step-data";
import { Waiting } from "./waiting";

const ItemList = lazily(() => import("./item-list").then((m) => m.ItemList));

/** All about the selected step: how it stands and why, what it was given and gave, what it left. */
export function StepDetail({ seen }: { seen: RunSeen }) {
  const { t } = useTranslation("runs");
  const { step, selection, select, document, attempt: number, run, log } = seen;
  const { kinds } = useKinds();
  const id = selection.node ?? "";
  const node = designed(document, id);
  const place = placeOf(selection.scope);
  const wait = step && waitOf(step, seen.journal, document);
  const here = { node: id, item: selection.scope || undefined };
  const attempt = step?.attempts.find((a) => a.number === number);
  const failure = attempt?.failure ?? (attempt === step?.attempts.at(-1) ? step?.failure : undefined);
  return (
    <>
      <div className={classes.head}>
        <div className={classes.name}>
          <Group gap="xs" wrap="nowrap">
            <KindIcon name={kinds.get(node?.kind ?? "")?.icon} />
            <Title order={2}>
              {place?.undo ? t("undoOf", { name: stepName(document, place.node) }) : stepName(document, id)}
            </Title>
          </Group>
          {step && <StateBadge state={step.state} />}
        </div>
        {step && attempt && step.attempts.length > 1 && (
          <Attempts seen={seen} step={step} attempt={attempt} />
        )}
        {wait && <Waiting wait={wait} />}
        {step?.waits?.for === "people" && <PeopleAsked org={run.org_id} run={run.id} />}
        {failure && (
          <FailureNote failure={failure}>
            {log.source && step && (
              <ErrorLine
                source={log.source}
                choose={(n) => select({ ...(selection.following ? here : {}), line: String(n + 1) })}
              />
            )}
          </FailureNote>
        )}
        {step?.given && <Given seen={seen} step={step} />}
        {step && !step.given && <Facts step={step} attempt={attempt} />}
        {!step && <span className={classes.quiet}>{t("notReached")}</span>}
      </div>
      {attempt?.halves.some((h) => h.name) && <Halves seen={seen} attempt={attempt} />}
      {step?.items && <ItemList seen={seen} step={step} />}
      {step && calls(node) && <ChildRuns seen={seen} step={step} />}
      {step && <StepData seen={seen} step={step} />}
      {step && <Artefacts seen={seen} of={{ scope: step.scope, node: step.node, attempt: number ?? 0 }} />}
      {run.chain_key !== "" && (
        <Section title={t("design")} open={false}>
          <Anchor
            component={Link}
            to="/o/$org/chains/$key"
            params={{ org: run.org_id, key: run.chain_key } as never}
            search={{ node: place?.undo ? place.node : id } as never}
            inherit
          >
            {t("openDraft")}
          </Anchor>
        </Section>
      )}
    </>
  );
}

/** Whether a node runs another chain: by itself, or for each item. */
function calls(node: ChainNode | undefined) {
  return (
    node?.kind === "chain" ||
    (node?.kind === "each" && (node.each as { chain?: unknown })?.chain !== undefined)
  );
}

function Attempts({ seen, step, attempt }: { seen: RunSeen; step: Step; attempt: Attempt }) {
  const { t } = useTranslation("runs");
  const at = step.attempts.indexOf(attempt);
  const go = (by: number) => {
    const next = step.attempts[at + by];
    if (!next) return;
    const here = seen.selection.following ? { node: step.node, item: step.scope || undefined } : {};
    seen.select({ ...here, attempt: String(next.number) });
  };
  return (
    <Group gap="xs">
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={t("action.attemptBefore")}
        disabled={at <= 0}
        onClick={() => go(-1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span>{t("attemptOf", { n: attempt.number, count: step.attempts.length })}</span>
      <StateBadge state={attempt.state} />
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={t("action.attemptAfter")}
        disabled={at >= step.attempts.length - 1}
        onClick={() => go(1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  );
}

/** That this run did not do the step, and which one did. */
function Given({ seen: { org, run }, step }: { seen: RunSeen; step: Step }) {
  const { t } = useTranslation("runs");
  const before = beforeOf(run);
  return (
    <div className={classes.given}>
      {t(before ? "given.before" : "given.test")}
      {before && (
        <>
          {" "}
          <Anchor
            component={Link}
            to="/o/$org/runs/$run"
            params={{ org, run: before } as never}
            search={{ node: step.node } as never}
            underline="always"
            inherit
          >
            {t("given.open")}
          </Anchor>
        </>
      )}
    </div>
  );
}

function Facts({ step, attempt }: { step: Step; attempt: Attempt | undefined }) {
  const { t } = useTranslation("runs");
  const now = useNow(!isDone(step.state));
  const worked = timesOf(step, step.endedAt ?? now, attempt?.number).work;
  const waited = timesOf(step, step.endedAt ?? now).wait;
  const begun = attempt?.begunAt;
  const ended = attempt?.endedAt ?? (attempt ? undefined : step.endedAt);
  return (
    <dl className={classes.facts}>
      {begun !== undefined && (
        <>
          <dt>{t("fact.begun")}</dt>
          <dd>{clockTime(new Date(begun))}</dd>
        </>
      )}
      {ended !== undefined && (
        <>
          <dt>{t("fact.ended")}</dt>
          <dd>{clockTime(new Date(ended))}</dd>
        </>
      )}
      {worked >= 1 && (
        <>
          <dt>{t("fact.worked")}</dt>
          <dd>{duration(worked)}</dd>
        </>
      )}
      {waited >= 50 && (
        <>
          <dt>{t("fact.waited")}</dt>
          <dd>{duration(waited)}</dd>
        </>
      )}
    </dl>
  );
}
