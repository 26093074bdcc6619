import { Checkbox, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { week, weekday } from "@/shared/lib/weekday";

type Props = {
  days: readonly number[];
  change: (days: number[]) => void;
  error: string | undefined;
};

/** The days of the week on which a window of time opens; none is every day. */
export function WeekdayFields({ days, change, error }: Props) {
  const { t } = useTranslation("releases");
  return (
    <Checkbox.Group
      label={t("window.weekdays")}
      description={t("window.weekdaysHelp")}
      value={days.map(String)}
      onChange={(chosen) => change(week.filter((day) => chosen.includes(String(day))))}
      error={error}
    >
      <Group gap="sm" mt="xs">
        {week.map((day) => (
          <Checkbox key={day} size="sm" value={String(day)} label={weekday(day, "short")} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
