import { Checkbox, Group } from "@mantine/core";
import { week, weekday } from "@/shared/lib/weekday";

type Props = {
  label: string;
  description?: string;
  names: "short" | "long";
  days: readonly number[];
  change: (days: number[]) => void;
  error: string | undefined;
};

/** Days of the week, Monday first. */
export function WeekdayFields({ label, description, names, days, change, error }: Props) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={days.map(String)}
      onChange={(chosen) => change(week.filter((day) => chosen.includes(String(day))))}
      error={error}
    >
      <Group gap="sm" mt="xs">
        {week.map((day) => (
          <Checkbox key={day} size="sm" value={String(day)} label={weekday(day, names)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
