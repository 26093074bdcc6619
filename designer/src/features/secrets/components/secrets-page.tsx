import { Code, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { SharedBadge } from "@/shared/kit/shared-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import { list } from "@/shared/lib/format";
import { CreateSecret } from "./create-secret";
import { SecretDrawer } from "./secret-drawer";

export type Secret = Shape<"SecretBody">;

/** The secrets of an org and those that orgs above share with it. Values are written, never shown. */
export function SecretsPage() {
  const { org = "" } = useParams({ strict: false });
  return <SecretsScreen org={org} />;
}

export function SecretsScreen({ org }: { org: string }) {
  const { t } = useTranslation("secrets");
  const [search, go] = useAddress();
  const seen = useOrg(org);
  const secrets = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/secrets",
    { params: { path: { org_id: org }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const button = useCreateButton({
    id: "secrets.create",
    label: t("create"),
    permission: "secret:write",
    org: seen.data,
  });
  return (
    <Page title={t("title")} actions={button} filters={<SearchField label={t("search")} />}>
      <Text size="sm" c="dimmed" maw={760}>
        {t("intro")}
      </Text>
      <Listing<Secret>
        query={secrets}
        label={t("title")}
        id={(s) => s.id}
        current={secrets.data?.pages.flatMap((p) => p.items).find((s) => s.key === search.secret)?.id}
        open={(s) => go({ secret: s.key }, false)}
        columns={[
          {
            id: "key",
            title: t("key"),
            cell: (s) => (
              <>
                <Code>{s.key}</Code> <SharedBadge of={s} />
                {s.description && (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {s.description}
                  </Text>
                )}
              </>
            ),
          },
          {
            id: "bound",
            title: t("bound"),
            wide: true,
            cell: (s) =>
              list([...s.hosts, ...s.engines.map((e) => t("engine", { key: e }))]) || t("anywhere"),
          },
          { id: "rotated", title: t("rotated"), cell: (s) => <RelativeTime at={s.rotated_at} />, width: 150 },
          {
            id: "by",
            title: t("by"),
            wide: true,
            cell: (s) => s.updated_by?.name ?? "",
            width: 160,
          },
        ]}
        empty={
          <EmptyState
            icon={<IconKey size={32} stroke={1.5} />}
            text={search.q ? t("nothing", { q: search.q }) : t("empty")}
            action={!search.q && button}
          />
        }
      />
      <CreateSecret org={org} opened={search.new === "1"} close={() => go({ new: undefined })} />
      <SecretDrawer org={org} secret={search.secret} close={() => go({ secret: undefined })} />
    </Page>
  );
}
