import { Alert, Group, SegmentedControl, SimpleGrid, Skeleton, Title } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { lazily } from "@/shared/kit/lazily";
import { chartsOf } from "../model/charts";
import { useReadings } from "./use-readings";

const Chart = lazily(() => import("./chart").then((m) => m.Chart), {
  waiting: () => <Skeleton height={240} />,
});
const ranges = ["5", "15", "30"] as const;

/** Throughput, latency and load of the server, read from its metrics while this page is open. */
export function Charts() {
  const { t } = useTranslation("system");
  const [minutes, setMinutes] = useState<string>("15");
  const { readings, error, refetch } = useReadings();
  const since = Date.now() - Number(minutes) * 60_000;
  const shown = readings.filter((r) => r.at >= since);
  const refused = error !== null && [403, 404].includes(asProblem(error).status);
  return (
    <section aria-labelledby="charts">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="charts">
          {t("load")}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t("range")}
          value={minutes}
          onChange={setMinutes}
          data={ranges.map((value) => ({ value, label: t("minutes", { count: Number(value) }) }))}
        />
      </Group>
      {refused && (
        <Alert variant="light" color="gray" title={t("metricsHidden")}>
          {t("metricsHiddenWhy")}
        </Alert>
      )}
      {error !== null && !refused && <ErrorState error={error} retry={() => void refetch()} />}
      {error === null && shown.length < 2 && (
        <EmptyState icon={<IconChartLine size={32} stroke={1.5} />} text={t("collecting")} />
      )}
      {shown.length >= 2 && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {chartsOf(shown).map((chart) => (
            <Chart key={chart.id} chart={chart} />
          ))}
        </SimpleGrid>
      )}
    </section>
  );
}
