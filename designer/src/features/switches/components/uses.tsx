import { Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { UsedBy } from "@/shared/kit/used-by";

/** The published chains that name a switch. */
export function Uses({ path }: { path: { org_id: string; switch_key: string } }) {
  const { t } = useTranslation();
  const uses = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches/{switch_key}/uses",
    { params: { path, query: { limit: 20 } } },
    paged,
  );
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("uses.title")}
      </Title>
      <UsedBy query={uses} />
    </Stack>
  );
}
