import { Alert, SimpleGrid, Text } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { chartsOf } from "../model/charts";
import type { Range } from "./charts";
import { LazyChart } from "./lazy-chart";
import { useReadings } from "./use-readings";

const lasts: Record<Range, number> = { hour: 3600, day: 86_400 };

/** Requests, latency and load of the server that answers, read from its metrics while this page is open. */
export function ServerCharts({ range }: { range: Range }) {
  const { t } = useTranslation("system");
  const { readings, error, refetch } = useReadings();
  if (error !== null && [403, 404].includes(asProblem(error).status))
    return (
      <Alert variant="light" color="gray" title={t("metricsHidden")}>
        {t("metricsHiddenWhy")}
      </Alert>
    );
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (readings.length < 2)
    return <EmptyState icon={<IconChartLine size={32} stroke={1.5} />} text={t("collecting")} />;
  const to = (readings.at(-1)?.at ?? 0) / 1000;
  return (
    <div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {chartsOf(readings).map((chart) => (
          <LazyChart key={chart.id} chart={chart} span={[to - lasts[range], to]} />
        ))}
      </SimpleGrid>
      <Text c="dimmed" size="sm" mt="xs">
        {t("readSince")}
      </Text>
    </div>
  );
}
