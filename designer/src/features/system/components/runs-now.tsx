import { Anchor, Paper, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { may, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { StateBadge } from "@/shared/kit/state-badge";
import { number } from "@/shared/lib/format";

/** How many runs of a state are counted at most; more is shown as "200+". */
const most = 200;
const states = ["queued", "running", "waiting", "paused"] as const;

/** How many runs of the org, and of those below it, are in each state of those that have not ended. */
export function RunsNow({ org }: { org: string }) {
  const { t } = useTranslation("system");
  const seen = useOrg(org);
  if (seen.data && !may(seen.data, "run:view")) return <Text c="dimmed">{t("runsHidden")}</Text>;
  return (
    <SimpleGrid cols={4} spacing="xs">
      {states.map((state) => (
        <RunsIn key={state} org={org} state={state} enabled={org !== "" && may(seen.data, "run:view")} />
      ))}
    </SimpleGrid>
  );
}

/** Each state is asked for by itself: a page of all would be full of those of which there are most. */
function RunsIn({ org, state, enabled }: { org: string; state: (typeof states)[number]; enabled: boolean }) {
  const runs = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    { params: { path: { org_id: org }, query: { state, limit: most } } },
    { enabled, refetchInterval: 10_000 },
  );
  if (runs.error) return <ErrorState error={runs.error} retry={() => runs.refetch()} />;
  if (!runs.data) return <Skeleton height={92} />;
  return (
    <Paper withBorder p="md">
      <Text fz={24} lh="32px" fw={600}>
        {`${number(runs.data.items.length)}${runs.data.next ? "+" : ""}`}
      </Text>
      <Anchor
        component={Link}
        to={`/o/${org}/runs`}
        search={{ q: `state:${state}` } as never}
        c="inherit"
        size="sm"
      >
        <StateBadge state={state} />
      </Anchor>
    </Paper>
  );
}
