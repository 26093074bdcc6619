import { Alert, Anchor, Group, Skeleton, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconCircleX, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { JsonView } from "@/shared/kit/json-view";
import { RelativeTime } from "@/shared/kit/relative-time";
import { list } from "@/shared/lib/format";
import { SourceIcon } from "@/shared/todos/todo-row";
import { type Approval, useApproval } from "../api/queries";
import { isOfRelease, levelsOf, ownPath, runOf } from "../model/standing";
import { ApprovalHistory } from "./approval-history";
import { DecisionBar } from "./decision-bar";
import classes from "./inbox.module.css";
import { ReleaseBrief } from "./release-brief";
import { RunFiles } from "./run-files";
import { SwitchBrief } from "./switch-brief";

type Props = { org: string; id: string; behalf: string | undefined };

/** What is to be decided, how far it is, what was said, and what can be done about it. */
export function ApprovalDetail({ org, id, behalf }: Props) {
  const { t } = useTranslation("inbox");
  const me = useMe().data?.subject_id ?? "";
  const got = useApproval(org, id);
  if (got.error && !got.data) return <ErrorState error={got.error} retry={() => got.refetch()} />;
  const a = got.data;
  if (!a) return <Skeleton height={240} />;
  const name = (who: string) => (who === me ? t("you") : (a.names[who] ?? who));
  const path = ownPath(a.link);
  const run = a.subject.kind === "step" ? runOf(a.link) : undefined;
  return (
    <>
      <div>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <SourceIcon source={isOfRelease(a) ? "release" : "approval"} />
          <Title order={2}>{a.title}</Title>
        </Group>
        <Text size="sm" c="dimmed">
          {t("askedBy", { name: name(a.requester) })} <RelativeTime at={a.created_at} />
          {a.state === "waiting" && a.due_at && (
            <>
              {" · "}
              {t("todos:due")} <RelativeTime at={a.due_at} />
            </>
          )}
          {path && (
            <>
              {" · "}
              <Anchor
                size="sm"
                underline="always"
                renderRoot={(props) => <Link {...props} to={path as never} />}
              >
                {t("openSubject")}
              </Anchor>
            </>
          )}
        </Text>
      </div>
      {a.problem && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t("nobodyCan")} />
      )}
      <Outcome approval={a} name={name} />
      {isOfRelease(a) ? (
        <ReleaseBrief approval={a} />
      ) : a.subject.kind === "switch" ? (
        <SwitchBrief approval={a} name={name} />
      ) : (
        a.details !== undefined && <Details details={a.details} />
      )}
      {run && <RunFiles org={org} run={run} allowed={a.can.includes("run:data")} />}
      <Levels approval={a} name={name} />
      <ApprovalHistory org={org} approval={a} me={me} />
      <DecisionBar approval={a} behalf={behalf} me={me} name={name} />
    </>
  );
}

type Named = { approval: Approval; name: (who: string) => string };

/** How it ended, who decided it, and when. */
function Outcome({ approval: a, name }: Named) {
  const { t } = useTranslation("inbox");
  if (a.state === "waiting") return null;
  const last = a.decisions.at(-1);
  return (
    <Alert
      role="status"
      variant="light"
      color={a.state === "approved" ? "teal" : a.state === "rejected" ? "red" : "gray"}
      title={t(a.lapsed ? "lapsed" : `state.${a.state}`)}
    >
      <Text size="sm">
        {last && !a.lapsed && `${name(last.by)} · `}
        {a.settled_at && <RelativeTime at={a.settled_at} />}
      </Text>
      {a.reason && <p className={classes.said}>{a.reason}</p>}
    </Alert>
  );
}

/** What the approval shows to who decides: plain values as a list, all else as JSON. */
function Details({ details }: { details: unknown }) {
  const { t } = useTranslation("inbox");
  const flat = typeof details === "object" && details !== null && !Array.isArray(details);
  const entries = flat ? Object.entries(details).filter(([, v]) => v !== "") : [];
  if (!flat || entries.some(([, v]) => typeof v === "object" && v !== null))
    return <JsonView value={details} label={t("details")} />;
  if (entries.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {entries.map(([key, value]) => (
        <div key={key} style={{ display: "contents" }}>
          <dt>{key}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const icons = { done: IconCircleCheck, now: IconUser, later: IconCircle, stopped: IconCircleX };

function Levels({ approval: a, name }: Named) {
  const { t } = useTranslation("inbox");
  return (
    <ol className={classes.levels} aria-label={t("levels")}>
      {levelsOf(a).map((level, i) => {
        const Icon = icons[level.state];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
          <li key={i} className={classes.level} data-state={level.state}>
            <Icon size={16} aria-hidden />
            <span>
              <strong>{level.name || t("level", { n: i + 1 })}</strong>
              {" · "}
              {t(`levelState.${level.state}`, { yes: level.yes, of: level.of })}
              {level.state === "now" && a.asked.length > 0 && (
                <span className={classes.dim}>{` · ${t("asked", { who: list(a.asked.map(name)) })}`}</span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
