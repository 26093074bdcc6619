import { Badge, Button, Group } from "@mantine/core";
import { IconId, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import type { Org } from "@/shared/kit/org-tree";
import { SearchField } from "@/shared/kit/search-field";
import { useAddress } from "@/shared/kit/use-address";
import { useRoleName } from "@/shared/kit/use-role-name";
import { RoleDrawer } from "./role-drawer";
import { useRolesListed } from "./use-roles-listed";

type Role = Shape<"RoleBody">;

/** Roles that can be granted in an org: those of the system, and custom ones of it and of those above. */
export function RolesTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const roleName = useRoleName();
  const [open, setOpen] = useState<Role | "new">();
  const [search] = useAddress();
  const roles = useRolesListed(org.id, search.q ?? "");
  const columns: Column<Role>[] = [
    { id: "name", title: t("role"), cell: (r) => <b>{roleName(r)}</b> },
    {
      id: "kind",
      title: t("kind"),
      width: 220,
      cell: (r) => (
        <Group gap={4}>
          <Badge variant="light" color={r.system ? "gray" : "indigo"}>
            {t(r.system ? "systemRole" : r.inherited ? "inheritedRole" : "customRole")}
          </Badge>
          {r.effect === "deny" && (
            <Badge variant="light" color="red">
              {t("denies")}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: "may", title: t("permissions"), align: "end", width: 130, cell: (r) => r.permissions.length },
  ];
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SearchField label={t("rolesSearch")} />
        <Can do="role:write" on={org}>
          <Button
            leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
            onClick={() => setOpen("new")}
          >
            {t("roleNew")}
          </Button>
        </Can>
      </Group>
      <Listing
        query={roles}
        empty={
          <EmptyState
            icon={<IconId size={32} stroke={1.5} />}
            text={search.q ? t("rolesNothing", { q: search.q }) : t("rolesNone")}
          />
        }
        label={t("tab.roles")}
        columns={columns}
        id={(r) => r.id}
        open={setOpen}
        current={open === "new" ? undefined : open?.id}
      />
      {open && (
        <RoleDrawer org={org} role={open === "new" ? undefined : open} close={() => setOpen(undefined)} />
      )}
    </>
  );
}
