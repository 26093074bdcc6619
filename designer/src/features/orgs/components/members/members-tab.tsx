import { Badge, Button, Group } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { Can } from "@/shared/kit/can";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { SearchField } from "@/shared/kit/search-field";
import { useAddress } from "@/shared/kit/use-address";
import { InviteDialog } from "./invite-dialog";
import { MemberMenu } from "./member-menu";

type Member = Shape<"MemberBody">;

const tones = { active: "teal", invited: "indigo", disabled: "gray" } as const;

/** People who belong to an org or were granted something there. */
export function MembersTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const [inviting, setInviting] = useState(false);
  const [search] = useAddress();
  const members = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/members",
    { params: { path: { org_id: org.id }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const columns: Column<Member>[] = [
    { id: "name", title: t("name"), cell: (m) => <b>{m.name}</b> },
    { id: "email", title: t("email"), cell: (m) => m.email, wide: true },
    {
      id: "state",
      title: t("state"),
      width: 120,
      cell: (m) => (
        <Badge variant="light" color={tones[m.state]} c="var(--c-text)">
          {t(`memberState.${m.state}`)}
        </Badge>
      ),
    },
    {
      id: "factor",
      title: t("factor"),
      width: 130,
      wide: true,
      cell: (m) => t(m.second_factor ? "factorOn" : "factorOff"),
    },
    {
      id: "act",
      title: t("acts"),
      quiet: true,
      width: 56,
      align: "end",
      cell: (m) => <MemberMenu org={org} member={m} />,
    },
  ];
  const invite = (
    <Can do="member:write" on={org}>
      <Button
        leftSection={<IconUserPlus size={16} stroke={1.5} aria-hidden />}
        onClick={() => setInviting(true)}
      >
        {t("invite")}
      </Button>
    </Can>
  );
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SearchField label={t("membersSearch")} />
        {invite}
      </Group>
      <Listing
        query={members}
        empty={
          <EmptyState
            icon={<IconUsers size={32} stroke={1.5} />}
            text={search.q ? t("membersNothing", { q: search.q }) : t("membersNone")}
          />
        }
        label={t("tab.members")}
        columns={columns}
        id={(m) => m.id}
      />
      {inviting && <InviteDialog org={org} close={() => setInviting(false)} />}
    </>
  );
}
