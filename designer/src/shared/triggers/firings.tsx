import { Text } from "@mantine/core";
import { IconCheck, IconClock, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { RelativeTime } from "@/shared/kit/relative-time";
import { oneTrigger, type Trigger } from "./api";
import classes from "./triggers.module.css";

const icons = { started: IconCheck, pending: IconClock, failed: IconX };

/** How a trigger fired within the last day, the newest first. */
export function Firings({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const read = api.useQuery(
    "get",
    `${oneTrigger}/firings`,
    { params: { path: { org_id: org, trigger_key: trigger.key }, query: { limit: 20 } } },
    { refetchInterval: 15_000 },
  );
  const all = read.data?.items ?? [];
  return (
    <section aria-label={t("firings")}>
      <Text size="sm" fw={500}>
        {t("firings")}
      </Text>
      {read.data && all.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noFirings")}
        </Text>
      )}
      <ul className={classes.firings}>
        {all.map((f) => {
          const Icon = icons[f.state];
          return (
            <li key={f.id} data-state={f.state}>
              <Icon size={16} aria-hidden />
              <span>{t(`firing.${f.state}`)}</span>
              <RelativeTime at={f.fired_at} />
              {f.run_id && (
                <Link to="/o/$org/runs/$run" params={{ org, run: f.run_id }}>
                  {t("run")}
                </Link>
              )}
              {f.message && <span className={classes.why}>{f.message}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
