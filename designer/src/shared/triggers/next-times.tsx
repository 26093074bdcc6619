import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { oneTrigger, type Trigger } from "./api";
import classes from "./triggers.module.css";

/** The next ten times of a schedule, in its own time zone. */
export function NextTimes({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t, i18n } = useTranslation("triggers");
  const times = api.useQuery("get", `${oneTrigger}/times`, {
    params: { path: { org_id: org, trigger_key: trigger.key } },
  });
  const format = new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: trigger.schedule?.time_zone ?? "UTC",
  });
  const all = times.data?.times ?? [];
  return (
    <section aria-label={t("times")}>
      <Text size="sm" fw={500}>
        {t("times")}
      </Text>
      {!trigger.enabled ? (
        <Text size="sm" c="dimmed">
          {t("stopped")}
        </Text>
      ) : times.data && all.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noTimes")}
        </Text>
      ) : (
        <ol className={classes.times}>
          {all.map((at) => (
            <li key={at}>
              <time dateTime={at}>{format.format(new Date(at))}</time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
