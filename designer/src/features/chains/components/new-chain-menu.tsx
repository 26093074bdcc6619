import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFileImport, IconPlus, IconTemplate } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";

type Props = {
  org: Shape<"OrgBody"> | undefined;
  go: (next: Record<string, string | undefined>, replace?: boolean) => void;
};

/** The ways to a new chain, and to those that were deleted. */
export function NewChainMenu({ org, go }: Props) {
  const { t } = useTranslation("chains");
  return (
    <>
      {may(org, "chain:delete") && (
        <Button variant="subtle" color="gray" onClick={() => go({ deleted: "1" }, false)}>
          {t("deleted.open")}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Can do="chain:edit" on={org}>
            <Button rightSection={<IconChevronDown size={16} aria-hidden />}>{t("create")}</Button>
          </Can>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => go({ new: "blank" }, false)}
          >
            {t("blank")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTemplate size={16} aria-hidden />}
            renderRoot={(props) => (
              <Link {...props} to="/o/$org/templates" params={{ org: org?.id ?? "" } as never} />
            )}
          >
            {t("fromTemplate")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={() => go({ new: "import" }, false)}
          >
            {t("import.open")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
