import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { WeekdayFields } from "@/shared/kit/weekday-fields";
import type { Calendar } from "./calendars";

type Props = {
  org: string;
  /** What is edited; without it one is made. */
  calendar: Calendar | undefined;
  close: () => void;
  kept: () => Promise<unknown>;
};

/** The dates that are written one a line, or with spaces or commas between them. */
const dates = (text: string) => text.split(/[\s,，、]+/).filter((date) => date !== "");

/** Says which days are worked: those of the week, and dates that are otherwise. */
export function CalendarDialog({ org, calendar, close, kept }: Props) {
  const { t } = useTranslation("triggers");
  const [names, setNames] = useState({ name: calendar?.name ?? "", key: calendar?.key ?? "" });
  const [weekdays, setWeekdays] = useState(calendar?.weekdays ?? [1, 2, 3, 4, 5]);
  const [off, setOff] = useState((calendar?.days_off ?? []).join("\n"));
  const [worked, setWorked] = useState((calendar?.workdays ?? []).join("\n"));
  const onSuccess = async () => {
    await kept();
    close();
  };
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/calendars", { onSuccess });
  const replace = api.useMutation("put", "/api/v1/orgs/{org_id}/calendars/{calendar_key}", { onSuccess });
  const errors = new FieldErrors(calendar ? replace.error : create.error);
  const under = (pointer: string) =>
    errors
      .under(pointer)
      .map((d) => d.detail)
      .join("; ") || undefined;
  const submit = () => {
    const body = {
      name: names.name,
      weekdays,
      days_off: dates(off),
      workdays: dates(worked),
    };
    if (!calendar) {
      create.mutate({ params: { path: { org_id: org } }, body: { ...body, key: names.key } });
      return;
    }
    replace.mutate({
      params: {
        path: { org_id: org, calendar_key: calendar.key },
        header: { "If-Match": etag(calendar.revision) },
      },
      body,
    });
  };
  return (
    <FormDialog
      opened
      close={close}
      title={calendar ? t("days.editOne", { name: calendar.name }) : t("days.create")}
      act={t(calendar ? "shared:save" : "shared:create")}
      going={create.isPending || replace.isPending}
      ready={names.name.trim() !== "" && names.key !== ""}
      errors={errors}
      submit={submit}
    >
      {calendar ? (
        <TextInput
          label={t("shared:field.name")}
          required
          data-autofocus
          maxLength={200}
          value={names.name}
          error={errors.at("/name")}
          onChange={(e) => setNames({ ...names, name: e.currentTarget.value })}
        />
      ) : (
        <NameAndKeyFields value={names} change={setNames} errors={errors} />
      )}
      <WeekdayFields
        label={t("days.weekdays")}
        names="long"
        days={weekdays}
        change={setWeekdays}
        error={under("/weekdays")}
      />
      <Textarea
        label={t("days.off")}
        description={t("days.dates")}
        placeholder="2026-10-01"
        autosize
        minRows={3}
        maxRows={10}
        value={off}
        error={under("/days_off")}
        onChange={(e) => setOff(e.currentTarget.value)}
      />
      <Textarea
        label={t("days.worked")}
        description={t("days.workedHelp")}
        placeholder="2026-10-10"
        autosize
        minRows={3}
        maxRows={10}
        value={worked}
        error={under("/workdays")}
        onChange={(e) => setWorked(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
