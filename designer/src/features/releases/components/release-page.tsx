import { Alert, Code, CopyButton, Group, Skeleton, Tabs, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { told } from "@/shared/i18n/told";
import { AllLink } from "@/shared/kit/all-link";
import { lazily } from "@/shared/kit/lazily";
import { Page } from "@/shared/kit/page";
import { PageOf } from "@/shared/kit/page-of";
import { RelativeTime } from "@/shared/kit/relative-time";
import { StateBadge } from "@/shared/kit/state-badge";
import { useAddress } from "@/shared/kit/use-address";
import { shortDigest } from "@/shared/lib/digest";
import { type Release, useRecord, useRelease } from "../api/releases";
import { canRehearse } from "../model/phases";
import { Phases } from "./phases";
import { Record } from "./record";
import { ReleaseActs } from "./release-acts";
import classes from "./releases.module.css";

/** `/o/:org/releases/:id` */
export function ReleasePage() {
  const { org = "", id = "" } = useParams({ strict: false }) as { org?: string; id?: string };
  return <ReleaseScreen key={id} org={org} id={id} />;
}

/** One release: how far it is, what it does, what is sealed, what happened. */
export function ReleaseScreen({ org, id }: { org: string; id: string }) {
  const got = useRelease(org, id);
  return (
    <PageOf query={got} title="…" height={240}>
      {(release) => <Loaded org={org} release={release} />}
    </PageOf>
  );
}

const waiting = { waiting: () => <Skeleton height={160} /> };
const ReviewTab = lazily(() => import("./review-tab").then((m) => m.ReviewTab), waiting);
const RehearsalTab = lazily(() => import("./rehearsal-tab").then((m) => m.RehearsalTab), waiting);
const Comments = lazily(() => import("./comments").then((m) => m.Comments), waiting);

const tabs = ["record", "review", "rehearsal", "comments"] as const;

function Loaded({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const [search, go] = useAddress();
  const record = useRecord(org, release.id);
  const asked = release.state === "draft" || release.state === "in_review" || release.state === "approved";
  const shown = tabs.filter((x) => x !== "rehearsal" || release.rehearsal || canRehearse(release));
  const tab = shown.find((x) => x === search.tab) ?? (asked ? "review" : "record");
  return (
    <Page
      title={release.name}
      actions={<ReleaseActs org={org} release={release} />}
      filters={<Facts org={org} release={release} />}
    >
      {release.description && (
        <Text size="sm" className={classes.said}>
          {release.description}
        </Text>
      )}
      {release.code && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={told(release.code, release.message ?? release.code)}
        >
          <Text size="xs" c="dimmed">
            {release.code}
          </Text>
        </Alert>
      )}
      <Phases org={org} release={release} />
      <Tabs value={tab} keepMounted={false} onChange={(to) => go({ tab: to ?? undefined })}>
        <Tabs.List mb="md">
          {shown.map((x) => (
            <Tabs.Tab key={x} value={x}>
              {t(`tab.${x}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="record">
          <Record record={record} release={release} />
        </Tabs.Panel>
        <Tabs.Panel value="review">
          <ReviewTab org={org} release={release} />
        </Tabs.Panel>
        <Tabs.Panel value="rehearsal">
          <RehearsalTab org={org} release={release} />
        </Tabs.Panel>
        <Tabs.Panel value="comments">
          <Comments org={org} release={release} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Where it stands, its seal, until when its approval is good. */
function Facts({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  return (
    <Group gap="md">
      <AllLink to="/o/$org/releases" org={org} label={t("all")} />
      <StateBadge state={release.state} />
      {release.seal && (
        <CopyButton value={release.seal}>
          {({ copied, copy }) => (
            <UnstyledButton onClick={copy} title={release.seal ?? ""} className={classes.seal}>
              {t(copied ? "shared:copied" : "sealed")} <Code>{shortDigest(release.seal ?? "")}</Code>
            </UnstyledButton>
          )}
        </CopyButton>
      )}
      {release.state === "approved" && release.expires_at && (
        <Text size="sm" c="dimmed">
          {t("goodUntil")} <RelativeTime at={release.expires_at} />
        </Text>
      )}
      {release.executed_at && (
        <Text size="sm" c="dimmed">
          {t("executedBy", { name: release.executed_by?.name ?? "" })}{" "}
          <RelativeTime at={release.executed_at} />
        </Text>
      )}
      {release.rehearsal && (
        <Text size="sm" c="dimmed">
          {t(`rehearsal.${release.rehearsal.state}`)}{" "}
          <RelativeTime at={release.rehearsal.ended_at ?? release.rehearsal.began_at} />
        </Text>
      )}
    </Group>
  );
}
