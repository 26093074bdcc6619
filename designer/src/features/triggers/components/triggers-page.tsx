import { Tabs } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";
import { useAddress } from "@/shared/kit/use-address";
import { TriggersPanel } from "@/shared/triggers/triggers-panel";
import { HeldChains } from "./held-chains";

/** All triggers of an org, and the chains whose starts are kept. */
export function TriggersPage() {
  const { t } = useTranslation("triggers");
  const { org = "" } = useParams({ strict: false });
  const [search, go] = useAddress();
  return (
    <Page title={t("title")}>
      <Tabs
        value={search.tab === "holds" ? "holds" : "triggers"}
        keepMounted={false}
        onChange={(to) => go({ tab: to === "holds" ? to : undefined, trigger: undefined }, false)}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="triggers">{t("title")}</Tabs.Tab>
          <Tabs.Tab value="holds">{t("holds:list")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="triggers">
          <TriggersPanel org={org} />
        </Tabs.Panel>
        <Tabs.Panel value="holds">
          <HeldChains org={org} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
