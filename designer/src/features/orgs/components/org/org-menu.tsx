import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import { IconArrowsMove, IconDots, IconPencil, IconPlus, IconRestore, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Can } from "@/shared/kit/can";
import type { Org } from "@/shared/kit/org-tree";
import { DeleteDialog } from "./delete-dialog";
import { DeletedDialog } from "./deleted-dialog";
import { OrgDialog } from "./org-dialog";

type Dialog = "create" | "rename" | "delete" | "deleted" | undefined;

/** What can be done with an org. */
export function OrgMenu({ org, move }: { org: Org; move: (moving: { org: Org }) => void }) {
  const { t } = useTranslation("orgs");
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const root = org.parent_id === undefined;
  return (
    <Group gap="xs">
      <Can do="org:create" on={org}>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
          onClick={() => setDialog("create")}
        >
          {t("create")}
        </Button>
      </Can>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("more", { org: org.name })}>
            <IconDots size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Can do="org:edit" on={org}>
            <Menu.Item
              leftSection={<IconPencil size={16} stroke={1.5} aria-hidden />}
              onClick={() => setDialog("rename")}
            >
              {t("rename")}
            </Menu.Item>
          </Can>
          <Can do="org:move" on={org} at={org.parent_id ?? ""}>
            <Menu.Item
              leftSection={<IconArrowsMove size={16} stroke={1.5} aria-hidden />}
              disabled={root}
              onClick={() => move({ org })}
            >
              {t("move")}
            </Menu.Item>
          </Can>
          <Can do="org:delete" on={org}>
            <Menu.Item
              leftSection={<IconRestore size={16} stroke={1.5} aria-hidden />}
              onClick={() => setDialog("deleted")}
            >
              {t("deleted")}
            </Menu.Item>
          </Can>
          <Menu.Divider />
          <Can do="org:delete" on={org} at={org.parent_id ?? ""}>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
              disabled={root}
              onClick={() => setDialog("delete")}
            >
              {t("delete")}
            </Menu.Item>
          </Can>
        </Menu.Dropdown>
      </Menu>
      {dialog === "create" && <OrgDialog parent={org} close={close} />}
      {dialog === "rename" && <OrgDialog org={org} close={close} />}
      {dialog === "delete" && <DeleteDialog org={org} close={close} />}
      {dialog === "deleted" && <DeletedDialog org={org} close={close} />}
    </Group>
  );
}
