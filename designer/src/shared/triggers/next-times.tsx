import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { oneTrigger, type Trigger } from "./api";
import { TimeList } from "./time-list";

/** The next ten times of a schedule that is kept. */
export function NextTimes({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const times = api.useQuery("get", `${oneTrigger}/times`, {
    params: { path: { org_id: org, trigger_key: trigger.key } },
  });
  const all = times.data?.times ?? [];
  const none = !trigger.enabled ? t("stopped") : times.data && all.length === 0 ? t("noTimes") : undefined;
  return (
    <section aria-label={t("times")}>
      <Text size="sm" fw={500}>
        {t("times")}
      </Text>
      {none ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <TimeList times={all} zone={trigger.schedule?.time_zone ?? "UTC"} />
      )}
    </section>
  );
}
