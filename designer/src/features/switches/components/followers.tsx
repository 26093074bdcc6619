import { Group, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { number } from "@/shared/lib/format";

/** Who follows a switch now; asked again every few seconds. */
export function Followers({ path }: { path: { org_id: string; switch_key: string } }) {
  const { t } = useTranslation("switches");
  const got = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches/{switch_key}/followers",
    { params: { path } },
    { refetchInterval: 5000 },
  );
  const all = got.data?.items.reduce((sum, f) => sum + f.followers, 0) ?? 0;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3} size="h5">
          {t("followers")}
        </Title>
        <Text size="sm" c="dimmed">
          {got.data && t("connections", { count: all, n: number(all) })}
        </Text>
      </Group>
      {got.error && <ErrorState error={got.error} retry={() => got.refetch()} />}
      {!got.data && !got.error && <Skeleton height={24} />}
      {got.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("nobody")}
        </Text>
      )}
      <List size="sm" listStyleType="none">
        {got.data?.items.map((f) => (
          <List.Item key={`${f.id} ${f.org_id}`}>
            {f.followers > 1 ? t("follower", { name: f.name, n: number(f.followers) }) : f.name}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
