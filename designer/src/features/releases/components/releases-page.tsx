import { Anchor, Group, Select } from "@mantine/core";
import { IconRocket } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazily } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { StateBadge } from "@/shared/kit/state-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import type { Release } from "../api/releases";

const PlanDialog = lazily(() => import("./plan-dialog").then((m) => m.PlanDialog));

const states = [
  "draft",
  "in_review",
  "approved",
  "executing",
  "succeeded",
  "failed",
  "rolled_back",
  "rejected",
  "withdrawn",
  "expired",
] as const;

/** `/o/:org/releases` */
export function ReleasesPage() {
  const { org = "" } = useParams({ strict: false });
  return <ReleasesScreen org={org} />;
}

/** The releases of an org and of those below it, the last changed first. */
export function ReleasesScreen({ org }: { org: string }) {
  const { t } = useTranslation("releases");
  const [search, go] = useAddress();
  const navigate = useNavigate();
  const seen = useOrg(org);
  const state = states.find((s) => s === search.state);
  const releases = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/releases",
    {
      params: {
        path: { org_id: org },
        query: { limit: 50, ...(search.q ? { q: search.q } : {}), ...(state ? { state } : {}) },
      },
    },
    { ...paged, refetchInterval: 15_000 },
  );
  const button = useCreateButton({
    id: "releases.create",
    label: t("create"),
    permission: "release:create",
    org: seen.data,
  });
  const open = (r: Release) =>
    void navigate({ to: "/o/$org/releases/$id", params: { org: r.org_id, id: r.id } } as never);
  const filtered = Boolean(search.q || state);
  return (
    <Page
      title={t("title")}
      actions={button}
      filters={
        <Group gap="sm">
          <SearchField label={t("search")} />
          <Select
            aria-label={t("state")}
            placeholder={t("anyState")}
            clearable
            w={180}
            data={states.map((s) => ({ value: s, label: t(`shared:state.${s}`) }))}
            value={state ?? null}
            onChange={(s) => go({ state: s ?? undefined })}
          />
        </Group>
      }
    >
      <Listing<Release>
        query={releases}
        label={t("title")}
        id={(r) => r.id}
        open={open}
        columns={[
          { id: "state", title: t("state"), width: 140, cell: (r) => <StateBadge state={r.state} /> },
          {
            id: "name",
            title: t("name"),
            cell: (r) => (
              <Anchor
                size="sm"
                fw={600}
                renderRoot={(props) => (
                  <Link {...props} to="/o/$org/releases/$id" params={{ org: r.org_id, id: r.id } as never} />
                )}
              >
                {r.name}
              </Anchor>
            ),
          },
          { id: "by", title: t("by"), width: 180, wide: true, cell: (r) => r.created_by?.name },
          {
            id: "changed",
            title: t("changed"),
            width: 150,
            wide: true,
            cell: (r) => <RelativeTime at={r.updated_at} />,
          },
        ]}
        empty={
          <EmptyState
            icon={<IconRocket size={32} stroke={1.5} />}
            text={t(filtered ? "nothing" : "empty")}
            action={filtered ? undefined : button}
          />
        }
      />
      {search.new !== undefined && <PlanDialog org={org} close={() => go({ new: undefined })} />}
    </Page>
  );
}
