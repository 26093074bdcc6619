import { SimpleGrid, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { may, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { dateTime } from "@/shared/lib/format";
import { runChartsOf } from "../model/run-charts";
import type { Range } from "./charts";
import { LazyChart } from "./lazy-chart";

/** How many runs of the org, and of those below it, waited and ended, and how long they took. */
export function RunCharts({ org, range }: { org: string; range: Range }) {
  const { t } = useTranslation("system");
  const seen = useOrg(org);
  const allowed = may(seen.data, "run:view");
  const load = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/run-load",
    { params: { path: { org_id: org }, query: { range } } },
    { enabled: org !== "" && allowed, refetchInterval: 30_000, placeholderData: (before) => before },
  );
  if (seen.data && !allowed) return null; // the counts above say why
  if (load.error) return <ErrorState error={load.error} retry={() => load.refetch()} />;
  if (!load.data) return <Skeleton height={240} />;
  const { from, to, whole } = load.data;
  const seconds = (at: string) => new Date(at).getTime() / 1000;
  return (
    <div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {runChartsOf(load.data).map((chart) => (
          <LazyChart key={chart.id} chart={chart} span={[seconds(from), seconds(to)]} />
        ))}
      </SimpleGrid>
      <Text c="dimmed" size="sm" mt="xs">
        {t("runsCounted")} {whole > from && t("runsCut", { since: dateTime(whole) })}
      </Text>
    </div>
  );
}
