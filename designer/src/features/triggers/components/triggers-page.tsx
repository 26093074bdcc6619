import { Tabs } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";
import { useAddress } from "@/shared/kit/use-address";
import { TriggersPanel } from "@/shared/triggers/triggers-panel";
import { Calendars } from "./calendars";
import { HeldChains } from "./held-chains";

/** All triggers of an org, the chains whose starts are kept, and which days are worked. */
export function TriggersPage() {
  const { t } = useTranslation("triggers");
  const { org = "" } = useParams({ strict: false });
  const [search, go] = useAddress();
  const shown = ["holds", "calendars"].find((tab) => tab === search.tab) ?? "triggers";
  return (
    <Page title={t("title")}>
      <Tabs
        value={shown}
        keepMounted={false}
        onChange={(to) =>
          go({ tab: to === "triggers" || to === null ? undefined : to, trigger: undefined }, false)
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="triggers">{t("title")}</Tabs.Tab>
          <Tabs.Tab value="holds">{t("holds:list")}</Tabs.Tab>
          <Tabs.Tab value="calendars">{t("days.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="triggers">
          <TriggersPanel org={org} />
        </Tabs.Panel>
        <Tabs.Panel value="holds">
          <HeldChains org={org} />
        </Tabs.Panel>
        <Tabs.Panel value="calendars">
          <Calendars org={org} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
