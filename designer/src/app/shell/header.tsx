import { ActionIcon, Anchor, Kbd, UnstyledButton } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keysOf } from "@/shared/actions/bindings";
import { shown } from "@/shared/actions/hotkeys";
import { LanguageSwitch } from "@/shared/kit/language-switch";
import { Mark } from "@/shared/kit/mark";
import { AccountMenu } from "./account-menu";
import classes from "./header.module.css";
import { HelpMenu } from "./help-menu";
import { OrgPicker } from "./org-picker";
import { SchemeMenu } from "./scheme-menu";

type Props = { org: string; menu: () => void; search: () => void; keys: () => void };

/** The line at the top: which org is looked at, search, language, look, help, account. */
export function Header({ org, menu, search, keys }: Props) {
  const { t } = useTranslation("app");
  return (
    <header className={classes.header}>
      <ActionIcon
        className={classes.narrow}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("menu")}
        onClick={menu}
      >
        <IconMenu2 size={20} stroke={1.5} aria-hidden />
      </ActionIcon>
      <Anchor component={Link} to="/" className={classes.brand} underline="never" aria-label={t("home")}>
        <Mark />
      </Anchor>
      <OrgPicker org={org} />
      <UnstyledButton className={classes.search} onClick={search} aria-keyshortcuts="Control+K">
        <IconSearch size={16} stroke={1.5} aria-hidden />
        <span className={classes.wide}>{t("searchField")}</span>
        <span className={classes.onlyNarrow}>{t("search")}</span>
        <Kbd size="xs" className={classes.wide}>
          {shown(keysOf({ id: "app.search", keys: ["mod+k"] })[0] ?? "")}
        </Kbd>
      </UnstyledButton>
      <div className={classes.end}>
        <LanguageSwitch />
        <SchemeMenu />
        <HelpMenu keys={keys} />
        <AccountMenu />
      </div>
    </header>
  );
}
