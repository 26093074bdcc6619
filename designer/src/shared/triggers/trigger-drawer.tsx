import { Button, Drawer, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { ErrorState } from "@/shared/kit/error-state";
import { oneTrigger, useTrigger, useTriggerNews } from "./api";
import { FireOnce } from "./fire-once";
import { Firings } from "./firings";
import { NextTimes } from "./next-times";
import { TriggerForm } from "./trigger-form";
import { TriggerSwitch } from "./trigger-switch";
import classes from "./triggers.module.css";
import { useCronText } from "./use-cron-text";
import { WebhookAccess } from "./webhook-access";

type Props = { org: string; trigger: string; close: () => void };

/** All there is to know of one trigger: when or from where it fires, how it fired, its keys. */
export function TriggerDrawer({ org, trigger: key, close }: Props) {
  const { t } = useTranslation("triggers");
  const read = useTrigger(org, key);
  const trigger = read.data;
  const cronText = useCronText();
  const news = useTriggerNews();
  const [dialog, setDialog] = useState<"edit" | "delete">();
  const remove = api.useMutation("delete", oneTrigger, {
    onSuccess: () => {
      close();
      void news();
    },
  });
  return (
    <Drawer opened onClose={close} position="right" size={480} title={trigger?.name ?? key}>
      {read.error && !trigger ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !trigger ? (
        <Skeleton height={160} />
      ) : (
        <Stack gap="lg">
          <Group justify="space-between">
            <TriggerSwitch org={org} trigger={trigger} />
            <Group gap="xs">
              <FireOnce org={org} trigger={trigger} />
              <Can do="trigger:write" on={trigger}>
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconPencil size={16} aria-hidden />}
                  onClick={() => setDialog("edit")}
                >
                  {t("shared:edit")}
                </Button>
              </Can>
              <Can do="trigger:write" on={trigger}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  onClick={() => setDialog("delete")}
                >
                  {t("shared:delete")}
                </Button>
              </Can>
            </Group>
          </Group>
          <dl className={classes.facts}>
            <dt>{t("chain")}</dt>
            <dd>{trigger.chain}</dd>
            {trigger.schedule && (
              <>
                <dt>{t("when")}</dt>
                <dd>
                  {cronText(trigger.schedule.cron)} <code>{trigger.schedule.cron}</code>
                </dd>
                <dt>{t("zone")}</dt>
                <dd>{trigger.schedule.time_zone ?? "UTC"}</dd>
                <dt>{t("calendar")}</dt>
                <dd>{trigger.schedule.calendar ?? t("everyDay")}</dd>
                <dt>{t("missed.label")}</dt>
                <dd>{t(`missed.${trigger.schedule.missed}`)}</dd>
              </>
            )}
            <dt>{t("limits")}</dt>
            <dd>
              {[
                trigger.limits.rate &&
                  t("limit.rateIs", { count: trigger.limits.rate.count, per: trigger.limits.rate.per }),
                trigger.limits.concurrency && t("limit.concurrencyIs", { count: trigger.limits.concurrency }),
                (trigger.limits.rate || trigger.limits.concurrency) && t(`limit.${trigger.limits.queue}`),
              ]
                .filter(Boolean)
                .join(" · ") || t("limit.none")}
            </dd>
            <dt>{t("by")}</dt>
            <dd>{trigger.updated_by?.name}</dd>
          </dl>
          {trigger.webhook && <WebhookAccess org={org} trigger={trigger} />}
          {trigger.schedule && <NextTimes org={org} trigger={trigger} />}
          <Firings org={org} trigger={trigger} />
          <Text size="xs" c="dimmed">
            {t("rights", { name: trigger.updated_by?.name ?? "" })}
          </Text>
        </Stack>
      )}
      {trigger && dialog === "edit" && (
        <TriggerForm org={org} kind={trigger.kind} trigger={trigger} close={() => setDialog(undefined)} />
      )}
      {trigger && (
        <ConfirmDanger
          opened={dialog === "delete"}
          close={() => setDialog(undefined)}
          title={t("deleteTitle", { name: trigger.name })}
          effect={t("deleteEffect")}
          act={t("shared:delete")}
          why
          going={remove.isPending}
          error={remove.error}
          perform={(reason) =>
            remove.mutate({
              params: {
                query: { reason },
                path: { org_id: org, trigger_key: key },
                header: { "If-Match": etag(trigger.revision) },
              },
            })
          }
        />
      )}
    </Drawer>
  );
}
