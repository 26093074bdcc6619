import { Text } from "@mantine/core";
import { IconToggleLeft } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazyDialog } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { SharedBadge } from "@/shared/kit/shared-badge";
import { useAddress } from "@/shared/kit/use-address";
import { useCreateButton } from "@/shared/kit/use-create-button";
import { SwitchDrawer } from "./switch-drawer";
import { ValueMark } from "./value-mark";

const CreateSwitch = lazyDialog(() => import("./create-switch").then((m) => m.CreateSwitch));

export type Switch = Shape<"SwitchBody">;

/** The switches of an org and those that orgs above share with it: governed values that others follow. */
export function SwitchesPage() {
  const { org = "" } = useParams({ strict: false });
  return <SwitchesScreen org={org} />;
}

export function SwitchesScreen({ org }: { org: string }) {
  const { t } = useTranslation("switches");
  const [search, go] = useAddress();
  const making = search.new === "1";
  // It comes when it is first asked for, and stays: it gives the focus back.
  const [made, setMade] = useState(making);
  if (making && !made) setMade(true);
  const seen = useOrg(org);
  const switches = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches",
    { params: { path: { org_id: org }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const button = useCreateButton({
    id: "switches.create",
    label: t("create"),
    permission: "switch:set",
    org: seen.data,
  });
  return (
    <Page title={t("title")} actions={button} filters={<SearchField label={t("search")} />}>
      <Text size="sm" c="dimmed" maw={760}>
        {t("intro")}
      </Text>
      <Listing<Switch>
        query={switches}
        label={t("title")}
        id={(s) => s.id}
        current={switches.data?.pages.flatMap((p) => p.items).find((s) => s.key === search.switch)?.id}
        open={(s) => go({ switch: s.key }, false)}
        columns={[
          {
            id: "name",
            title: t("name"),
            cell: (s) => (
              <>
                {s.name} <SharedBadge of={s} />
                <Text size="xs" c="dimmed">
                  {s.key}
                </Text>
                {s.description && (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {s.description}
                  </Text>
                )}
              </>
            ),
          },
          { id: "value", title: t("value"), cell: (s) => <ValueMark value={s.value} />, width: "28%" },
          { id: "type", title: t("type"), wide: true, cell: (s) => t(`types.${s.type}`), width: "12%" },
          {
            id: "since",
            title: t("since"),
            wide: true,
            cell: (s) => <RelativeTime at={s.changed_at} />,
            width: "15%",
          },
          { id: "by", title: t("by"), wide: true, cell: (s) => s.updated_by?.name ?? "", width: "15%" },
        ]}
        empty={
          <EmptyState
            icon={<IconToggleLeft size={32} stroke={1.5} />}
            text={search.q ? t("nothing", { q: search.q }) : t("empty")}
            action={!search.q && button}
          />
        }
      />
      {made && <CreateSwitch org={org} opened={making} close={() => go({ new: undefined })} />}
      <SwitchDrawer org={org} switchKey={search.switch} close={() => go({ switch: undefined })} />
    </Page>
  );
}
