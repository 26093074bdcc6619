import { Badge, Button, Group, Switch } from "@mantine/core";
import { IconPlus, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { RelativeTime } from "@/shared/kit/relative-time";
import { useRoleName } from "@/shared/kit/use-role-name";
import { GrantDialog } from "./grant-dialog";
import { WithdrawDialog } from "./withdraw-dialog";

type Grant = Shape<"GrantBody">;

/** Who holds which role in an org, by a grant there or above. */
export function GrantsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const roleName = useRoleName();
  const [inherited, setInherited] = useState(true);
  const [granting, setGranting] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Grant>();
  const grants = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/grants",
    { params: { path: { org_id: org.id }, query: { inherited, limit: 100 } } },
    paged,
  );
  const columns: Column<Grant>[] = [
    {
      id: "who",
      title: t("who"),
      cell: (g) => (
        <>
          <b>{g.subject.name}</b>{" "}
          {g.subject.kind === "group" && (
            <Badge size="sm" variant="light" color="gray">
              {t("group")}
            </Badge>
          )}
        </>
      ),
    },
    { id: "role", title: t("role"), cell: (g) => roleName(g.role) },
    {
      id: "org",
      title: t("grantedIn"),
      wide: true,
      cell: (g) => (g.org_id === org.id ? t("here") : g.org_name),
    },
    {
      id: "ends",
      title: t("ends"),
      width: 150,
      wide: true,
      cell: (g) => g.ends_at && <RelativeTime at={g.ends_at} />,
    },
    {
      id: "act",
      title: t("withdraw"),
      quiet: true,
      width: 120,
      align: "end",
      cell: (g) =>
        may(g, "member:write") && (
          <Button size="compact-sm" variant="default" onClick={() => setWithdrawing(g)}>
            {t("withdraw")}
          </Button>
        ),
    },
  ];
  const grant = (
    <Can do="member:write" on={org}>
      <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setGranting(true)}>
        {t("grant")}
      </Button>
    </Can>
  );
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Switch
          label={t("withInherited")}
          checked={inherited}
          onChange={(e) => setInherited(e.currentTarget.checked)}
        />
        {grant}
      </Group>
      <Listing
        query={grants}
        empty={<EmptyState icon={<IconShieldCheck size={32} stroke={1.5} />} text={t("grantsNone")} />}
        label={t("tab.grants")}
        columns={columns}
        id={(g) => g.id}
      />
      {granting && <GrantDialog org={org} close={() => setGranting(false)} />}
      {withdrawing && <WithdrawDialog grant={withdrawing} close={() => setWithdrawing(undefined)} />}
    </>
  );
}
