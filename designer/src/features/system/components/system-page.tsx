import { SimpleGrid, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCurrentOrg } from "@/shared/api/current-org";
import { Page } from "@/shared/kit/page";
import { Charts } from "./charts";
import { PartsTable } from "./parts-table";
import { RunsNow } from "./runs-now";

/** How the server is: its parts, its load, the runs at work. */
export function SystemPage() {
  const { t } = useTranslation("system");
  const org = useCurrentOrg();
  return (
    <Page title={t("title")}>
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <section aria-labelledby="parts">
            <Title order={2} id="parts" mb="xs">
              {t("parts")}
            </Title>
            <PartsTable org={org} />
          </section>
          <section aria-labelledby="runs-now">
            <Title order={2} id="runs-now" mb="xs">
              {t("runs")}
            </Title>
            <RunsNow org={org} />
          </section>
        </SimpleGrid>
        <Charts org={org} />
      </Stack>
    </Page>
  );
}
