import { Button, Group as Row } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { Can } from "@/shared/kit/can";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { useAddress } from "@/shared/kit/use-address";
import { GroupDialog } from "./group-dialog";
import { GroupDrawer } from "./group-drawer";

type Group = Shape<"GroupBody">;

/** Groups of an org: who is in one holds what the group was granted. */
export function GroupsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const [search] = useAddress();
  const [making, setMaking] = useState(false);
  const [open, setOpen] = useState<string>();
  const groups = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/groups",
    { params: { path: { org_id: org.id }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const columns: Column<Group>[] = [
    { id: "name", title: t("name"), cell: (g) => <b>{g.name}</b> },
    { id: "key", title: t("key"), cell: (g) => g.key, wide: true },
    { id: "at", title: t("changedAt"), width: 170, cell: (g) => <RelativeTime at={g.updated_at} /> },
    {
      id: "open",
      title: t("members"),
      quiet: true,
      width: 120,
      align: "end",
      cell: (g) => (
        <Button size="compact-sm" variant="default" onClick={() => setOpen(g.id)}>
          {t("members")}
        </Button>
      ),
    },
  ];
  const make = (
    <Can do="member:write" on={org}>
      <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setMaking(true)}>
        {t("groupNew")}
      </Button>
    </Can>
  );
  const shown = groups.data?.pages.flatMap((p) => p.items).find((g) => g.id === open);
  return (
    <>
      <Row justify="space-between" mb="sm">
        <SearchField label={t("groupsSearch")} />
        {make}
      </Row>
      <Listing
        query={groups}
        empty={
          <EmptyState
            icon={<IconUsersGroup size={32} stroke={1.5} />}
            text={search.q ? t("groupsNothing", { q: search.q }) : t("groupsNone")}
          />
        }
        label={t("tab.groups")}
        columns={columns}
        id={(g) => g.id}
        open={(g) => setOpen(g.id)}
        current={open}
      />
      {making && <GroupDialog org={org} close={() => setMaking(false)} />}
      {shown && <GroupDrawer org={org} group={shown} close={() => setOpen(undefined)} />}
    </>
  );
}
