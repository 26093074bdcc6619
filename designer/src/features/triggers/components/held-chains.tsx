import { Anchor, Stack, Text } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ListedHold, useHolds } from "@/shared/holds/api";
import { counted } from "@/shared/holds/counted";
import { HoldBy } from "@/shared/holds/hold-by";
import { HoldState } from "@/shared/holds/hold-state";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import { RelativeTime } from "@/shared/kit/relative-time";

/** The chains of an org and of those below it whose starts are kept. Each is released where its triggers are. */
export function HeldChains({ org }: { org: string }) {
  const { t } = useTranslation("holds");
  const holds = useHolds(org);
  const go = useNavigate();
  const chain = (h: ListedHold) => ({
    to: "/o/$org/chains/$key" as const,
    params: { org: h.org_id, key: h.chain_key },
    search: { tab: "triggers" } as never,
  });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={640}>
        {t("intro")}
      </Text>
      <Listing<ListedHold>
        query={holds}
        label={t("list")}
        id={(h) => `${h.org_id} ${h.chain_key}`}
        open={(h) => void go(chain(h))}
        columns={[
          {
            id: "chain",
            title: t("chain"),
            cell: (h) => (
              <>
                <Anchor inherit renderRoot={(props) => <Link {...props} {...chain(h)} />}>
                  {h.chain_name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {h.chain_key}
                </Text>
              </>
            ),
          },
          { id: "org", title: t("org"), wide: true, cell: (h) => h.org_name },
          { id: "state", title: t("how"), cell: (h) => <HoldState state={h.state} /> },
          { id: "waiting", title: t("waiting"), align: "end", width: 110, cell: counted },
          {
            id: "since",
            title: t("since"),
            wide: true,
            cell: (h) => h.held_at && <RelativeTime at={h.held_at} />,
          },
          { id: "by", title: t("by"), wide: true, cell: (h) => <HoldBy org={h.org_id} hold={h} /> },
          { id: "reason", title: t("reason"), wide: true, cell: (h) => h.reason },
        ]}
        empty={<EmptyState icon={<IconPlayerPause size={32} stroke={1.5} />} text={t("none")} />}
      />
    </Stack>
  );
}
