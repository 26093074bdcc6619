import { ActionIcon, Kbd, Menu } from "@mantine/core";
import { IconApi, IconHelp, IconKeyboard, IconLicense } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shown } from "@/shared/actions/hotkeys";
import classes from "./shell.module.css";

/** The keys, the description of the API, and what of others is in here. */
export function HelpMenu({ keys }: { keys: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("help")} className={classes.wide}>
          <IconHelp size={20} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.5} aria-hidden />}
          rightSection={<Kbd size="xs">{shown("?")}</Kbd>}
          onClick={keys}
        >
          {t("keys")}
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/api/docs"
          target="_blank"
          leftSection={<IconApi size={16} stroke={1.5} aria-hidden />}
        >
          {t("apiDocs")}
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/licenses"
          target="_blank"
          leftSection={<IconLicense size={16} stroke={1.5} aria-hidden />}
        >
          {t("licenses")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
