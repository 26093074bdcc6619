import { useTranslation } from "react-i18next";
import { list } from "@/shared/lib/format";
import { cronWords } from "./cron-words";

/** A schedule in words; the cron itself where words do not reach. */
export function useCronText() {
  const { t, i18n } = useTranslation("triggers");
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" });
  // 4 January 1970 was a Sunday.
  const day = (n: number) => dayName.format(new Date(Date.UTC(1970, 0, 4 + n)));
  return (cron: string): string => {
    const words = cronWords(cron);
    if (!words) return cron;
    switch (words.every) {
      case "minute":
        return t("cron.minutes", { count: words.step });
      case "hour":
        return t("cron.hours", { count: words.step, minute: String(words.minute).padStart(2, "0") });
      case "day":
        return t("cron.day", { time: words.time });
      case "week":
        return words.days.join() === "1,2,3,4,5"
          ? t("cron.workdays", { time: words.time })
          : t("cron.week", { time: words.time, days: list(words.days.map(day)) });
      case "month":
        return t("cron.month", { time: words.time, days: list(words.days.map(String)) });
    }
  };
}
