import { Group, SegmentedControl, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RunCharts } from "./run-charts";
import { ServerCharts } from "./server-charts";

/** The times that all charts of the page can show. */
export const ranges = ["hour", "day"] as const;
export type Range = (typeof ranges)[number];

/** What the runs did and how the server is loaded, over one time. */
export function Charts({ org }: { org: string }) {
  const { t } = useTranslation("system");
  const [range, setRange] = useState<Range>("hour");
  return (
    <section aria-labelledby="charts">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="charts">
          {t("load")}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t("range")}
          value={range}
          onChange={(value) => setRange(value as Range)}
          data={ranges.map((value) => ({ value, label: t(`lastRange.${value}`) }))}
        />
      </Group>
      <Stack gap="md">
        <RunCharts org={org} range={range} />
        <ServerCharts range={range} />
      </Stack>
    </section>
  );
}
