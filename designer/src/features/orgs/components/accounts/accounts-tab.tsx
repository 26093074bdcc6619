import { Badge, Button, Group } from "@mantine/core";
import { IconPlus, IconRobotFace } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { RelativeTime } from "@/shared/kit/relative-time";
import { SearchField } from "@/shared/kit/search-field";
import { useAddress } from "@/shared/kit/use-address";
import { orgsChanged } from "../../api/changed";
import { NamedDialog } from "../named-dialog";
import { AccountDrawer } from "./account-drawer";

type Account = Shape<"AccountBody">;

/** Service accounts of an org: programs that hold roles as people do, and act by tokens. */
export function AccountsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [search, go] = useAddress();
  const [making, setMaking] = useState(false);
  const [open, setOpen] = useState<string>();
  const accounts = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/accounts",
    { params: { path: { org_id: org.id }, query: { limit: 100, ...(search.q ? { q: search.q } : {}) } } },
    paged,
  );
  const make = api.useMutation("post", "/api/v1/orgs/{org_id}/accounts", {
    onSuccess: (made) => {
      orgsChanged(queries);
      setMaking(false);
      // The new one stands in the list, whatever was searched for.
      if (search.q) go({ q: undefined });
      setOpen(made.id);
    },
  });
  const columns: Column<Account>[] = [
    { id: "name", title: t("name"), cell: (a) => <b>{a.name}</b> },
    { id: "key", title: t("key"), cell: (a) => a.key, wide: true },
    {
      id: "state",
      title: t("state"),
      width: 120,
      cell: (a) => (
        <Badge variant="light" color={a.state === "active" ? "teal" : "gray"}>
          {t(`memberState.${a.state}`)}
        </Badge>
      ),
    },
    {
      id: "at",
      title: t("changedAt"),
      width: 170,
      cell: (a) => <RelativeTime at={a.updated_at} />,
      wide: true,
    },
  ];
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setMaking(true)}>
      {t("accountNew")}
    </Button>
  );
  const all = accounts.data?.pages.flatMap((p) => p.items);
  const shown = all?.find((a) => a.id === open);
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SearchField label={t("accountsSearch")} />
        {add}
      </Group>
      <Listing
        query={accounts}
        empty={
          <EmptyState
            icon={<IconRobotFace size={32} stroke={1.5} />}
            text={search.q ? t("accountsNothing", { q: search.q }) : t("accountsNone")}
          />
        }
        label={t("tab.accounts")}
        columns={columns}
        id={(a) => a.id}
        open={(a) => setOpen(a.id)}
        current={open}
      />
      {making && (
        <NamedDialog
          title={t("accountNew")}
          close={() => setMaking(false)}
          send={(body) => make.mutate({ params: { path: { org_id: org.id } }, body })}
          going={make.isPending}
          error={make.error}
        />
      )}
      {shown && <AccountDrawer org={org} account={shown} close={() => setOpen(undefined)} />}
    </>
  );
}
