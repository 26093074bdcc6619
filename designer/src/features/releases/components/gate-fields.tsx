import { ActionIcon, Group, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { AskedFields } from "@/shared/kit/asked-fields";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { WeekdayFields } from "@/shared/kit/weekday-fields";
import type { Gate } from "../api/releases";
import { ChainFields } from "./chain-fields";
import classes from "./releases.module.css";

type Props = {
  org: string;
  gate: Gate;
  change: (gate: Gate) => void;
  remove: () => void;
  errors: FieldErrors;
  at: string;
};

/** What has to be so before a phase begins. */
export function GateFields({ org, gate, change, remove, errors, at }: Props) {
  const { t } = useTranslation("releases");
  const { check, window: time, freeze } = gate;
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap" className={classes.gateFields}>
      <Group gap="sm" align="flex-start" flex={1}>
        {gate.approval && (
          <AskedFields
            org={org}
            label={t("gateKind.approval")}
            plan={gate.approval}
            change={(approval) => change({ approval })}
            error={errors.under(`${at}/approval`)[0]?.detail}
          />
        )}
        {check && (
          <>
            <ChainFields
              org={org}
              label={t("gateKind.check")}
              chain={check.chain}
              change={(chain) => change({ check: { ...check, chain } })}
              errors={errors}
              at={`${at}/check/chain`}
            />
            <TextInput
              label={t("when")}
              description={t("whenHelp")}
              value={check.when ?? ""}
              error={errors.at(`${at}/check/when`)}
              onChange={(e) => {
                const { when: _, ...rest } = check;
                const when = e.currentTarget.value;
                change({ check: when ? { ...rest, when } : rest });
              }}
            />
          </>
        )}
        {time && (
          <>
            {(["from", "to"] as const).map((side) => (
              <TextInput
                key={side}
                type="time"
                label={t(`window.${side}`)}
                w={130}
                value={time[side] ?? ""}
                error={errors.at(`${at}/window/${side}`)}
                onChange={(e) => change({ window: { ...time, [side]: e.currentTarget.value } })}
              />
            ))}
            <TextInput
              label={t("timeZone")}
              w={190}
              value={time.time_zone ?? ""}
              error={errors.at(`${at}/window/time_zone`) ?? errors.at(`${at}/window`)}
              onChange={(e) => change({ window: { ...time, time_zone: e.currentTarget.value } })}
            />
            <WeekdayFields
              label={t("window.weekdays")}
              description={t("window.weekdaysHelp")}
              names="short"
              days={time.weekdays ?? []}
              error={errors.at(`${at}/window/weekdays`)}
              change={(weekdays) => {
                const { weekdays: _, ...rest } = time;
                change({ window: weekdays.length > 0 ? { ...rest, weekdays } : rest });
              }}
            />
          </>
        )}
        {freeze && (
          <Calendar
            org={org}
            value={freeze.calendar}
            change={(calendar) => change({ freeze: { ...freeze, calendar } })}
            error={errors.under(`${at}/freeze`)[0]?.detail}
          />
        )}
      </Group>
      <ActionIcon size="lg" variant="default" aria-label={t("removeGate")} onClick={remove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

type CalendarProps = {
  org: string;
  value: string;
  change: (key: string) => void;
  error: string | undefined;
};

function Calendar({ org, value, change, error }: CalendarProps) {
  const { t } = useTranslation("releases");
  const calendars = api.useQuery("get", "/api/v1/orgs/{org_id}/calendars", {
    params: { path: { org_id: org }, query: { limit: 100 } },
  });
  return (
    <Select
      label={t("gateKind.freeze")}
      data={(calendars.data?.items ?? []).map((c) => ({ value: c.key, label: c.name }))}
      value={value || null}
      error={error}
      onChange={(key) => change(key ?? "")}
    />
  );
}
