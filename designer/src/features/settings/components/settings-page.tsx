import { Alert, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/session";
import { Page } from "@/shared/kit/page";
import { DeputyTab } from "./deputy-tab";
import { ProfileTab } from "./profile-tab";
import { SecurityTab } from "./security-tab";
import { SessionsTab } from "./sessions-tab";
import { TokensTab } from "./tokens-tab";

const tabs = ["profile", "security", "deputy", "sessions", "tokens"] as const;

/** What somebody sets about themselves. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const go = useNavigate();
  const search = useSearch({ strict: false }) as { tab?: string };
  const must = me.data?.must_enrol ?? false;
  const tab = tabs.find((x) => x === search.tab) ?? (must ? "security" : "profile");
  return (
    <Page title={t("title")}>
      {must && <Alert role="status" color="yellow" variant="light" title={t("mustEnrol")} />}
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(to) => void go({ to: "/me", search: { tab: to ?? undefined } as never })}
      >
        <Tabs.List mb="md">
          {tabs.map((x) => (
            <Tabs.Tab key={x} value={x}>
              {t(`tab.${x}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="profile">
          <ProfileTab />
        </Tabs.Panel>
        <Tabs.Panel value="security">
          <SecurityTab />
        </Tabs.Panel>
        <Tabs.Panel value="deputy">
          <DeputyTab />
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <SessionsTab />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
