import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import type { FieldErrors } from "@/shared/kit/field-errors";

type Limits = Shape<"TriggerLimitsBody">;
type Props = { value: Limits; change: (value: Limits) => void; errors: FieldErrors };

/** How many runs a trigger may start and have at work, and what becomes of more. */
export function LimitFields({ value, change, errors }: Props) {
  const { t } = useTranslation("triggers");
  const { rate: _, ...withoutRate } = value;
  return (
    <Group grow align="flex-start">
      <NumberInput
        label={t("limit.rate")}
        placeholder={t("limit.any")}
        min={1}
        value={value.rate?.count ?? ""}
        error={errors.at("/limits/rate/count")}
        onChange={(n) =>
          change(
            n === "" ? withoutRate : { ...value, rate: { per: value.rate?.per ?? "1m", count: Number(n) } },
          )
        }
      />
      <TextInput
        label={t("limit.per")}
        placeholder="1m"
        disabled={!value.rate}
        value={value.rate?.per ?? ""}
        error={errors.at("/limits/rate/per")}
        onChange={(e) =>
          value.rate && change({ ...value, rate: { ...value.rate, per: e.currentTarget.value } })
        }
      />
      <NumberInput
        label={t("limit.concurrency")}
        placeholder={t("limit.any")}
        min={0}
        value={value.concurrency || ""}
        error={errors.at("/limits/concurrency")}
        onChange={(n) => change({ ...value, concurrency: Number(n) || 0 })}
      />
      <Select
        label={t("limit.queue")}
        allowDeselect={false}
        data={(["wait", "refuse"] as const).map((q) => ({ value: q, label: t(`limit.${q}`) }))}
        value={value.queue}
        onChange={(q) => change({ ...value, queue: (q ?? "wait") as Limits["queue"] })}
      />
    </Group>
  );
}
