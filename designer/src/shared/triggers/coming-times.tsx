import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TimeList } from "./time-list";
import classes from "./triggers.module.css";
import type { usePreview } from "./use-preview";

/** The next ten times that a schedule would have as it is being written. What is wrong with it stands at its fields. */
export function ComingTimes({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation("triggers");
  const { times, zone, behind } = preview;
  return (
    <section aria-label={t("times")} aria-busy={behind} className={classes.coming}>
      <Text size="sm" fw={500}>
        {t("times")}
      </Text>
      {times && times.length > 0 ? (
        <TimeList times={times} zone={zone} />
      ) : (
        <Text size="sm" c="dimmed">
          {times ? t("noTimes") : t("timesLater")}
        </Text>
      )}
    </section>
  );
}
