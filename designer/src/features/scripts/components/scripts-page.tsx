import { Anchor, Button, Code, Group, Text } from "@mantine/core";
import { IconScript } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { may, useOrg } from "@/shared/api/session";
import { DeepSwitch } from "@/shared/kit/deep-switch";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { SharedBadge } from "@/shared/kit/shared-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import { CreateScript } from "@/shared/scripts/create-script";
import { DeletedScripts } from "./deleted-scripts";

type Script = Shape<"ScriptBody">;

/** The scripts of an org. */
export function ScriptsPage() {
  const { org = "" } = useParams({ strict: false });
  return <ScriptsScreen org={org} />;
}

export function ScriptsScreen({ org }: { org: string }) {
  const { t } = useTranslation("scripts");
  const [search, go] = useAddress();
  const navigate = useNavigate();
  const seen = useOrg(org);
  const deep = search.deep === "1";
  const scripts = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts",
    {
      params: {
        path: { org_id: org },
        query: { limit: 100, ...(search.q ? { q: search.q } : {}), ...(deep ? { deep: true } : {}) },
      },
    },
    paged,
  );
  const button = useCreateButton({
    id: "scripts.create",
    label: t("create"),
    permission: "script:edit",
    org: seen.data,
  });
  const address = (s: Script) => ({ org: s.org_id ?? org, key: s.key });
  return (
    <Page
      title={t("title")}
      actions={
        <>
          {may(seen.data, "script:edit") && (
            <Button variant="subtle" color="gray" onClick={() => go({ deleted: "1" }, false)}>
              {t("deleted.open")}
            </Button>
          )}
          {button}
        </>
      }
      filters={
        <Group>
          <SearchField label={t("search")} />
          <DeepSwitch />
        </Group>
      }
    >
      <Listing<Script>
        query={scripts}
        label={t("title")}
        id={(s) => s.id}
        open={(s) =>
          s.can.includes("chain:view") &&
          void navigate({ to: "/o/$org/scripts/$key", params: address(s) } as never)
        }
        columns={[
          {
            id: "name",
            title: t("name"),
            cell: (s) => (
              <>
                {s.can.includes("chain:view") ? (
                  <Anchor
                    size="sm"
                    fw={600}
                    renderRoot={(props) => (
                      <Link {...props} to="/o/$org/scripts/$key" params={address(s) as never} />
                    )}
                  >
                    {s.name}
                  </Anchor>
                ) : (
                  <Text size="sm" fw={600} component="span">
                    {s.name}
                  </Text>
                )}{" "}
                <SharedBadge of={s} />
                <Text size="xs" c="dimmed">
                  {s.key}
                </Text>
              </>
            ),
          },
          { id: "language", title: t("language"), cell: (s) => <Code>{s.language}</Code>, width: 140 },
          { id: "version", title: t("version"), cell: (s) => `v${s.version}`, width: 100 },
          { id: "when", title: t("changed"), cell: (s) => <RelativeTime at={s.updated_at} />, width: 160 },
          { id: "by", title: t("by"), wide: true, cell: (s) => s.updated_by?.name ?? "", width: 180 },
        ]}
        empty={
          search.q ? (
            <EmptyState icon={<IconScript size={32} stroke={1.5} />} text={t("nothing", { q: search.q })} />
          ) : (
            <EmptyState icon={<IconScript size={32} stroke={1.5} />} text={t("empty")} action={button} />
          )
        }
      />
      <CreateScript
        org={org}
        opened={search.new === "1"}
        close={() => go({ new: undefined })}
        made={(key) => void navigate({ to: "/o/$org/scripts/$key", params: { org, key } } as never)}
      />
      <DeletedScripts org={org} opened={search.deleted === "1"} close={() => go({ deleted: undefined })} />
    </Page>
  );
}
