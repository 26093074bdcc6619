import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconLogout, IconSettings, IconUserCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { forgetOrg } from "@/shared/api/current-org";
import { useMe } from "@/shared/api/session";

/** Who is signed in; their settings; the way out. */
export function AccountMenu() {
  const { t } = useTranslation("app");
  const me = useMe();
  // A fresh page keeps nothing of who was there.
  const leave = () => {
    forgetOrg();
    location.assign("/sign-in");
  };
  const out = api.useMutation("delete", "/api/v1/session", { onSuccess: leave });
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          loading={out.isPending}
          aria-label={t("account", { name: me.data?.name ?? "" })}
        >
          <IconUserCircle size={22} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--c-text)" truncate>
            {me.data?.name}
          </Text>
          <Text size="xs" truncate>
            {me.data?.person?.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/me"
          leftSection={<IconSettings size={16} stroke={1.5} aria-hidden />}
        >
          {t("settings")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />}
          onClick={() => out.mutate({})}
        >
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
