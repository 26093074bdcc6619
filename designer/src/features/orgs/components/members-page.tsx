import { Skeleton, Tabs } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { lazily } from "@/shared/kit/lazily";
import { type Org, OrgTree } from "@/shared/kit/org-tree";
import { Page } from "@/shared/kit/page";
import { MembersTab } from "./members/members-tab";
import { MoveDialog } from "./org/move-dialog";
import { OrgMenu } from "./org/org-menu";
import classes from "./orgs.module.css";

const waiting = { waiting: () => <Skeleton height={240} /> };
const AccountsTab = lazily(() => import("./accounts/accounts-tab").then((m) => m.AccountsTab), waiting);
const ChannelsTab = lazily(() => import("./channels-tab").then((m) => m.ChannelsTab), waiting);
const ExplainTab = lazily(() => import("./explain-tab").then((m) => m.ExplainTab), waiting);
const GrantsTab = lazily(() => import("./grants/grants-tab").then((m) => m.GrantsTab), waiting);
const GroupsTab = lazily(() => import("./groups/groups-tab").then((m) => m.GroupsTab), waiting);
const LimitsTab = lazily(() => import("./limits-tab").then((m) => m.LimitsTab), waiting);
const NewsTab = lazily(() => import("./news-tab").then((m) => m.NewsTab), waiting);
const RolesTab = lazily(() => import("./roles/roles-tab").then((m) => m.RolesTab), waiting);
const SettingsTab = lazily(() => import("./settings/settings-tab").then((m) => m.SettingsTab), waiting);
const SharesTab = lazily(() => import("./shares-tab").then((m) => m.SharesTab), waiting);

const tabs = [
  { id: "members", needs: "member:view", Tab: MembersTab },
  { id: "groups", needs: "member:view", Tab: GroupsTab },
  { id: "grants", needs: "member:view", Tab: GrantsTab },
  { id: "roles", needs: "org:view", Tab: RolesTab },
  { id: "accounts", needs: "account:write", Tab: AccountsTab },
  { id: "shares", needs: "org:view", Tab: SharesTab },
  { id: "limits", needs: "org:view", Tab: LimitsTab },
  { id: "channels", needs: "limits:write", Tab: ChannelsTab },
  { id: "news", needs: "org:edit", Tab: NewsTab },
  { id: "explain", needs: "member:view", Tab: ExplainTab },
  { id: "settings", needs: "org:view", Tab: SettingsTab },
] as const;

/** The org tree, and who may do what in the org that is chosen in it. */
export function MembersPage() {
  const { t } = useTranslation("orgs");
  const { org = "" } = useParams({ strict: false }) as { org?: string };
  const search = useSearch({ strict: false }) as { tab?: string };
  const go = useNavigate();
  const seen = useOrg(org);
  const [moving, setMoving] = useState<{ org: Org; onto?: Org }>();
  const offered = tabs.filter((x) => may(seen.data, x.needs));
  const tab = offered.find((x) => x.id === search.tab) ?? offered[0];
  const show = (id: string, to: string | undefined) =>
    void go({ to: `/o/${id}/members`, search: { tab: to } as never });

  // On a phone the tabs are wider than the screen: the one that is open is brought in sight.
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row is there with the first tab, and again for each
  useEffect(() => {
    const open = row.current?.querySelector<HTMLElement>("[data-active]");
    if (row.current && open)
      row.current.scrollLeft = open.offsetLeft - (row.current.clientWidth - open.clientWidth) / 2;
  }, [tab?.id]);

  return (
    <Page
      title={seen.data?.name ?? t("title")}
      actions={seen.data && <OrgMenu org={seen.data} move={setMoving} />}
    >
      <div className={classes.layout}>
        <section className={classes.tree} aria-label={t("tree")}>
          <OrgTree
            label={t("tree")}
            current={org}
            pick={(o) => show(o.id, tab?.id)}
            drop={(moved, onto) => setMoving({ org: moved, onto })}
          />
        </section>
        <div className={classes.side}>
          {seen.error && <ErrorState error={seen.error} retry={() => seen.refetch()} />}
          {seen.data && tab && (
            <Tabs value={tab.id} onChange={(to) => show(org, to ?? undefined)} keepMounted={false}>
              <Tabs.List ref={row} mb="md" className={classes.tabs}>
                {offered.map((x) => (
                  <Tabs.Tab key={x.id} value={x.id} px="xs">
                    {t(`tab.${x.id}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={tab.id}>
                <tab.Tab key={org} org={seen.data} />
              </Tabs.Panel>
            </Tabs>
          )}
        </div>
      </div>
      {moving && <MoveDialog org={moving.org} onto={moving.onto} close={() => setMoving(undefined)} />}
    </Page>
  );
}
