import { Badge, Button } from "@mantine/core";
import { IconShare } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { may } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { usePermissionName } from "@/shared/kit/permission-name";
import { RelativeTime } from "@/shared/kit/relative-time";
import { list } from "@/shared/lib/format";
import { orgsChanged } from "../api/changed";
import { useSharedKeys } from "./use-shared-keys";

type Share = Shape<"ShareBody">;

/** What an org shares with orgs below it. Sharing itself begins at the thing that is shared. */
export function SharesTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const name = usePermissionName();
  const [withdrawing, setWithdrawing] = useState<Share>();
  const shares = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/shares",
    { params: { path: { org_id: org.id }, query: { limit: 100 } } },
    paged,
  );
  const keys = useSharedKeys(org.id, new Set(rowsOf(shares.data)?.map((s) => s.kind)));
  const withdraw = api.useMutation("delete", "/api/v1/orgs/{org_id}/shares/{share_id}", {
    onSuccess: () => {
      setWithdrawing(undefined);
      orgsChanged(queries);
    },
  });
  const columns: Column<Share>[] = [
    {
      id: "kind",
      title: t("what"),
      cell: (s) => (
        <>
          <Badge variant="light">{t(`shareKind.${s.kind}`)}</Badge>{" "}
          <code>{keys.get(s.resource_id) ?? s.resource_id}</code>
        </>
      ),
    },
    {
      id: "to",
      title: t("sharedWith"),
      cell: (s) => t(s.subtree ? "withSubtree" : "withOne", { org: s.to_org_name ?? s.to_org_id }),
    },
    { id: "may", title: t("permissions"), wide: true, cell: (s) => list(s.permissions.map(name)) },
    { id: "at", title: t("since"), width: 150, wide: true, cell: (s) => <RelativeTime at={s.created_at} /> },
    {
      id: "act",
      title: t("withdraw"),
      quiet: true,
      width: 120,
      align: "end",
      cell: (s) =>
        may(s, "share:write") && (
          <Button size="compact-sm" variant="default" onClick={() => setWithdrawing(s)}>
            {t("withdraw")}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Listing
        query={shares}
        empty={<EmptyState icon={<IconShare size={32} stroke={1.5} />} text={t("sharesNone")} />}
        label={t("tab.shares")}
        columns={columns}
        id={(s) => s.id}
      />
      <ConfirmDanger
        opened={withdrawing !== undefined}
        close={() => setWithdrawing(undefined)}
        title={t("shareWithdrawTitle", { org: withdrawing?.to_org_name ?? "" })}
        effect={t("shareWithdrawEffect")}
        act={t("withdraw")}
        type={withdrawing?.to_org_name ?? ""}
        why
        perform={(reason) =>
          withdrawing &&
          withdraw.mutate({
            params: { path: { org_id: org.id, share_id: withdrawing.id }, query: { reason } },
          })
        }
        going={withdraw.isPending}
        error={withdraw.error}
      />
    </>
  );
}
