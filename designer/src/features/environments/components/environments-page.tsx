import { Anchor, Button, Code, Group, Text } from "@mantine/core";
import { IconBox } from "@tabler/icons-react";
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
import { RetiringBadge } from "@/shared/kit/retiring-badge";
import { SearchField } from "@/shared/kit/search-field";
import { SharedBadge } from "@/shared/kit/shared-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import { bytes, number } from "@/shared/lib/format";
import { CreateEnvironment } from "./create-environment";
import { ImageMark } from "./image-mark";
import { RegistryDialog } from "./registry-dialog";

export type Environment = Shape<"EnvironmentBody">;

/** The environments that tasks of an org can run in. */
export function EnvironmentsPage() {
  const { org = "" } = useParams({ strict: false });
  return <EnvironmentsScreen org={org} />;
}

export function EnvironmentsScreen({ org }: { org: string }) {
  const { t } = useTranslation("environments");
  const [search, go] = useAddress();
  const navigate = useNavigate();
  const seen = useOrg(org);
  const deep = search.deep === "1";
  const environments = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments",
    {
      params: {
        path: { org_id: org },
        query: { limit: 50, ...(search.q ? { q: search.q } : {}), ...(deep ? { deep: true } : {}) },
      },
    },
    paged,
  );
  const mayWrite = may(seen.data, "environment:write");
  const button = useCreateButton({
    id: "environments.create",
    label: t("create"),
    permission: "environment:write",
    org: seen.data,
  });
  // A shared one is opened where it is used: whoever may not see its org can see it there.
  const params = (e: Environment) => ({ org: deep ? (e.org_id ?? org) : org, key: e.key });
  return (
    <Page
      title={t("title")}
      actions={
        <>
          {mayWrite && (
            <Button variant="subtle" color="gray" onClick={() => go({ registry: "1" }, false)}>
              {t("registry.open")}
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
      <Listing<Environment>
        query={environments}
        label={t("title")}
        id={(e) => e.id}
        open={(e) => void navigate({ to: "/o/$org/environments/$key", params: params(e) } as never)}
        columns={[
          {
            id: "name",
            title: t("name"),
            cell: (e) => (
              <>
                <Anchor
                  size="sm"
                  fw={600}
                  renderRoot={(props) => (
                    <Link {...props} to="/o/$org/environments/$key" params={params(e) as never} />
                  )}
                >
                  {e.name}
                </Anchor>{" "}
                <SharedBadge of={e} /> {e.deprecation && <RetiringBadge />}
                <Text size="xs" c="dimmed">
                  {e.key}
                </Text>
              </>
            ),
          },
          {
            id: "source",
            title: t("source"),
            wide: true,
            cell: (e) => (
              <>
                {t(`kind.${e.source.kind}`)}
                {(e.source.reference || e.source.dockerfile) && (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {e.source.reference ?? e.source.dockerfile}
                  </Text>
                )}
              </>
            ),
          },
          {
            id: "image",
            title: t("image.title"),
            width: 220,
            cell: (e) => <ImageMark org={params(e).org} environment={e} />,
          },
          {
            id: "size",
            title: t("image.size"),
            align: "end",
            width: 90,
            cell: (e) => (e.image_size ? bytes(e.image_size) : ""),
          },
          {
            id: "age",
            title: t("image.made"),
            width: 130,
            cell: (e) => e.image_since && <RelativeTime at={e.image_since} />,
          },
          {
            id: "uses",
            title: t("uses.title"),
            width: 110,
            cell: (e) => t("uses.chains", { count: e.uses ?? 0, n: number(e.uses ?? 0) }),
          },
          {
            id: "entry",
            title: t("entry"),
            wide: true,
            width: 130,
            cell: (e) => <Code>{e.entry.join(" ")}</Code>,
          },
          {
            id: "when",
            title: t("changed"),
            wide: true,
            cell: (e) => <RelativeTime at={e.updated_at} />,
            width: 130,
          },
        ]}
        empty={
          search.q ? (
            <EmptyState icon={<IconBox size={32} stroke={1.5} />} text={t("nothing", { q: search.q })} />
          ) : (
            <EmptyState icon={<IconBox size={32} stroke={1.5} />} text={t("empty")} action={button} />
          )
        }
      />
      <CreateEnvironment org={org} opened={search.new === "1"} close={() => go({ new: undefined })} />
      <RegistryDialog org={org} opened={search.registry === "1"} close={() => go({ registry: undefined })} />
    </Page>
  );
}
