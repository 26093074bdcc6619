import { Button, Menu, Text } from "@mantine/core";
import { IconBolt, IconClock, IconPlus, IconWebhook } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { lazyDialog } from "@/shared/kit/lazily";
import { Listing } from "@/shared/kit/listing";
import { RelativeTime } from "@/shared/kit/relative-time";
import { useAddress } from "@/shared/kit/use-address";
import { type Trigger, useTriggers } from "./api";
import { TriggerSwitch } from "./trigger-switch";
import classes from "./triggers.module.css";
import { useCronText } from "./use-cron-text";

type Props = {
  org: string;
  /** Only the triggers of this chain. */
  chain?: string;
};

const TriggerDrawer = lazyDialog(() => import("./trigger-drawer").then((m) => m.TriggerDrawer));
const TriggerForm = lazyDialog(() => import("./trigger-form").then((m) => m.TriggerForm));

const icons = { webhook: IconWebhook, schedule: IconClock };

/** What starts runs by itself: webhooks and schedules. The one that is looked at stands in the address. */
export function TriggersPanel({ org, chain }: Props) {
  const { t } = useTranslation("triggers");
  const [search, go] = useAddress();
  const triggers = useTriggers(org);
  const cronText = useCronText();
  const kind = search.new === "webhook" || search.new === "schedule" ? search.new : undefined;

  const columns: Column<Trigger>[] = [
    {
      id: "name",
      title: t("name"),
      cell: (r) => {
        const Icon = icons[r.kind];
        return (
          <span className={classes.name}>
            <Icon size={16} aria-label={t(`kind.${r.kind}`)} />
            <span>
              {r.name}
              <Text size="xs" c="dimmed">
                {r.key}
              </Text>
            </span>
          </span>
        );
      },
    },
    ...(chain
      ? []
      : [
          {
            id: "chain",
            title: t("chain"),
            cell: (r: Trigger) => (
              <Link to="/o/$org/chains/$key" params={{ org, key: r.chain }}>
                {r.chain}
              </Link>
            ),
          },
        ]),
    {
      id: "when",
      title: t("when"),
      wide: true,
      cell: (r) =>
        r.schedule
          ? `${cronText(r.schedule.cron)} · ${r.schedule.time_zone ?? "UTC"}`
          : t(`scheme.${r.webhook?.scheme ?? "catenary"}`),
    },
    {
      id: "next",
      title: t("next"),
      width: 160,
      cell: (r) => (r.next_at && r.enabled ? <RelativeTime at={r.next_at} /> : ""),
    },
    {
      id: "enabled",
      title: t("enabled"),
      width: 90,
      cell: (r) => <TriggerSwitch org={org} trigger={r} />,
    },
  ];

  const add = <AddTrigger org={org} go={(k) => go({ new: k }, false)} />;
  const rows = triggers.data && chain ? filtered(triggers.data, chain) : triggers.data;
  return (
    <>
      <div className={classes.top}>
        <Text size="sm" c="dimmed" maw={640}>
          {t("intro")}
        </Text>
        {add}
      </div>
      <Listing<Trigger>
        query={{ ...triggers, data: rows }}
        label={t("title")}
        id={(r) => r.id}
        columns={columns}
        open={(r) => go({ trigger: r.key }, false)}
        empty={
          <EmptyState
            icon={<IconBolt size={32} stroke={1.5} />}
            text={chain ? t("noneOfChain") : t("none")}
            action={<AddTrigger org={org} go={(k) => go({ new: k }, false)} />}
          />
        }
      />
      {search.trigger && (
        <TriggerDrawer org={org} trigger={search.trigger} close={() => go({ trigger: undefined })} />
      )}
      {kind && (
        <TriggerForm
          org={org}
          kind={kind}
          {...(chain ? { chain } : {})}
          close={(made) => go({ new: undefined, ...(made ? { trigger: made } : {}) })}
        />
      )}
    </>
  );
}

type Data = NonNullable<ReturnType<typeof useTriggers>["data"]>;

function filtered(data: Data, chain: string): Data {
  return {
    ...data,
    pages: data.pages.map((p) => ({ ...p, items: p.items.filter((r) => r.chain === chain) })),
  };
}

function AddTrigger({ org, go }: { org: string; go: (kind: "webhook" | "schedule") => void }) {
  const { t } = useTranslation("triggers");
  const seen = useOrg(org).data;
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} disabled={!seen}>
      {t("create")}
    </Button>
  );
  if (!may(seen, "trigger:write"))
    return (
      <Can do="trigger:write" on={seen}>
        {button}
      </Can>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconClock size={16} aria-hidden />} onClick={() => go("schedule")}>
          {t("kind.schedule")}
        </Menu.Item>
        <Menu.Item leftSection={<IconWebhook size={16} aria-hidden />} onClick={() => go("webhook")}>
          {t("kind.webhook")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
