import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client, type Shape } from "@/shared/api/client";
import type { JsonSchema } from "@/shared/chain/document";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { RunInput } from "@/shared/kit/run-input";
import { ComingTimes } from "./coming-times";
import classes from "./triggers.module.css";
import { useCronText } from "./use-cron-text";
import { usePreview } from "./use-preview";

type Schedule = Shape<"ScheduleBody">;
type Props = {
  org: string;
  chain: string;
  value: Schedule;
  change: (value: Schedule) => void;
  valid: (ok: boolean) => void;
  errors: FieldErrors;
};

const usual = ["0 9 * * 1-5", "0 8 * * *", "0 * * * *", "0 8 1 * *"];

/** When a schedule fires, on which days, what becomes of missed times, and with which input. */
export function ScheduleFields({ org, chain, value, change, valid, errors }: Props) {
  const { t } = useTranslation("triggers");
  const cronText = useCronText();
  const words = cronText(value.cron);
  const calendars = api.useQuery("get", "/api/v1/orgs/{org_id}/calendars", {
    params: { path: { org_id: org }, query: { limit: 200 } },
  });
  const schema = useInputSchema(org, chain);
  const preview = usePreview(org, value);
  const { calendar: _, ...withoutCalendar } = value;
  const known = (calendars.data?.items ?? []).map((c) => ({ value: c.key, label: c.name }));
  const others = value.calendar && !known.some((c) => c.value === value.calendar);
  return (
    <Stack gap="sm">
      <TextInput
        label={t("cron.label")}
        description={words === value.cron ? t("cron.what") : words}
        required
        classNames={{ input: classes.code }}
        value={value.cron}
        error={errors.at("/schedule/cron") ?? preview.errors.at("#/query/cron")}
        onChange={(e) => change({ ...value, cron: e.currentTarget.value })}
      />
      <Group gap={4}>
        {usual.map((cron) => (
          <Button key={cron} size="compact-xs" variant="default" onClick={() => change({ ...value, cron })}>
            {cronText(cron)}
          </Button>
        ))}
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t("zone")}
          searchable
          data={Intl.supportedValuesOf("timeZone").concat("UTC")}
          value={value.time_zone ?? "UTC"}
          error={errors.at("/schedule/time_zone") ?? preview.errors.at("#/query/time_zone")}
          onChange={(zone) => change({ ...value, time_zone: zone ?? "UTC" })}
        />
        <Select
          label={t("calendar")}
          placeholder={t("everyDay")}
          clearable
          data={others ? [...known, { value: value.calendar ?? "", label: value.calendar ?? "" }] : known}
          value={value.calendar ?? null}
          error={errors.at("/schedule/calendar") ?? preview.errors.at("#/query/calendar")}
          onChange={(calendar) => change(calendar ? { ...value, calendar } : withoutCalendar)}
        />
      </Group>
      <ComingTimes preview={preview} />
      <Select
        label={t("missed.label")}
        allowDeselect={false}
        data={(["once", "skip"] as const).map((m) => ({ value: m, label: t(`missed.${m}`) }))}
        value={value.missed}
        onChange={(missed) => change({ ...value, missed: (missed ?? "once") as Schedule["missed"] })}
      />
      <div>
        <Text size="sm" fw={500}>
          {t("input")}
        </Text>
        <RunInput
          schema={schema.data}
          key={schema.data ? "formed" : "free"}
          value={value.input ?? {}}
          problems={errors
            .under("/schedule/input")
            .map((d) => ({ pointer: (d.pointer ?? "").slice("/schedule/input".length), detail: d.detail }))}
          onChange={(input, ok) => {
            valid(ok);
            change({ ...value, input });
          }}
        />
      </div>
    </Stack>
  );
}

/** The input schema of the version that would run; of the draft while there is none. */
function useInputSchema(org: string, chain: string) {
  return useQuery({
    queryKey: ["input-schema", org, chain],
    queryFn: async () => {
      const path = { org_id: org, chain_key: chain };
      const { data: about } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}", {
        params: { path },
      });
      const headers = { Accept: "application/json" };
      const { data } = about?.version
        ? await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document", {
            params: { path: { ...path, version: about.version } },
            headers,
          })
        : await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/draft", { params: { path }, headers });
      return ((data as unknown as { input?: JsonSchema })?.input ?? {}) as JsonSchema;
    },
    enabled: chain !== "",
  });
}
