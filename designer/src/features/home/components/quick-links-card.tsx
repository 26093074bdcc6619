import { Button, Text } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { lazyDialog } from "@/shared/kit/lazily";
import { linksChanged, type QuickLink } from "../api/links";
import { useStars } from "../api/stars";
import { offeredChains } from "../model/shown";
import { Card } from "./card";
import classes from "./home.module.css";
import { QuickLinkRow } from "./quick-link-row";

const PinDialog = lazyDialog(() => import("./pin-dialog").then((m) => m.PinDialog));

type Props = { org: Shape<"OrgBody">; chains: Shape<"ChainBody">[] | undefined };

/** Chains that somebody's orgs pinned, to be started from here; as long as there are none, those that one may start. */
export function QuickLinksCard({ org, chains }: Props) {
  const { t } = useTranslation("home");
  const queries = useQueryClient();
  const { all: starred } = useStars();
  const [open, setOpen] = useState<"pin" | QuickLink>();
  const close = () => setOpen(undefined);
  const links = api.useQuery("get", "/api/v1/me/quick-links", { params: { query: { limit: 100 } } });
  const unpin = api.useMutation("delete", "/api/v1/orgs/{org_id}/quick-links/{chain_id}", {
    onSuccess: () => {
      close();
      linksChanged(queries);
    },
  });
  // Two orgs may have pinned the same chain.
  const pinned = [...new Map((links.data?.items ?? []).map((l) => [l.chain_id, l])).values()];
  const offered = pinned.length > 0 ? [] : offeredChains(chains ?? [], starred);
  const pins = may(org, "org:edit") && Boolean(chains?.length);
  if (links.data && pinned.length + offered.length === 0 && !pins) return null;
  return (
    <>
      <Card title={t("links")} query={links}>
        {pinned.length + offered.length === 0 && (
          <Text size="sm" c="dimmed" px="md" pt="md">
            {t("linksNone", { org: org.name })}
          </Text>
        )}
        <ul className={classes.list}>
          {pinned.map((l) => (
            <QuickLinkRow
              key={l.chain_id}
              org={l.chain_org_id}
              chain={l.chain_key}
              name={l.chain_name}
              note={l.chain_org_name}
              unpin={may(l, "org:edit") ? () => setOpen(l) : undefined}
            />
          ))}
          {offered.map((c) => (
            <QuickLinkRow key={c.id} org={c.org_id} chain={c.key} name={c.name} />
          ))}
        </ul>
        {pins && (
          <div className={classes.acts}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPin size={14} stroke={1.5} aria-hidden />}
              onClick={() => setOpen("pin")}
            >
              {t("pin")}
            </Button>
          </div>
        )}
      </Card>
      {open === "pin" && <PinDialog org={org} close={close} unpin={(link) => setOpen(link)} />}
      {open && open !== "pin" && (
        <ConfirmDanger
          opened
          close={close}
          title={t("unpinTitle", { chain: open.chain_name })}
          effect={t("unpinEffect", { org: open.org_name })}
          act={t("unpin")}
          going={unpin.isPending}
          error={unpin.error}
          perform={() => unpin.mutate({ params: { path: { org_id: open.org_id, chain_id: open.chain_id } } })}
        />
      )}
    </>
  );
}
