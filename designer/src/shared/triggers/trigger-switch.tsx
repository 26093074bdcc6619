import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { asProblem } from "@/shared/api/problems";
import { oneTrigger, type Trigger, useTriggerNews } from "./api";

/** Lets a trigger fire, or stops it. */
export function TriggerSwitch({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const news = useTriggerNews();
  const change = api.useMutation("patch", oneTrigger, {
    onError: (e) => notifications.show({ color: "red", message: asProblem(e).message }),
    onSettled: () => void news(),
  });
  return (
    <Switch
      aria-label={t("enable", { name: trigger.name })}
      checked={change.isPending ? (change.variables?.body.enabled ?? trigger.enabled) : trigger.enabled}
      disabled={!trigger.can.includes("trigger:write")}
      onChange={(e) =>
        change.mutate({
          params: {
            path: { org_id: org, trigger_key: trigger.key },
            header: { "If-Match": etag(trigger.revision) },
          },
          body: { enabled: e.currentTarget.checked },
        })
      }
    />
  );
}
