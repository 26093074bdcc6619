import { Button, Group, Select, TextInput } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSearched } from "@/shared/kit/use-searched";
import { onEnter } from "@/shared/lib/ime";
import { type Filters, filters } from "../model/query";

type Props = { org: string; search: Filters; show: (change: Filters) => void };

/** What is looked for; all of it is in the address. */
export function AuditFilters({ org, search, show }: Props) {
  const { t } = useTranslation("audit");
  const searched = useSearched();
  const members = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/members",
    { params: { path: { org_id: org }, query: searched.query } },
    { retry: false, staleTime: 60_000, placeholderData: keepPreviousData },
  );
  const [action, setAction] = useState(search.action ?? "");
  const people = (members.data?.items ?? []).map((m) => ({ value: m.id, label: m.name }));
  if (search.who && !people.some((p) => p.value === search.who))
    people.push({ value: search.who, label: search.who });
  const some = filters.some((f) => search[f]);
  const clear = () => {
    setAction("");
    show(Object.fromEntries(filters.map((f) => [f, undefined])) as Filters);
  };
  return (
    <Group gap="xs" align="flex-end">
      <Select
        size="xs"
        label={t("who")}
        placeholder={t("anybody")}
        searchable
        clearable
        data={people}
        {...searched.typing(people.map((p) => p.label))}
        value={search.who ?? null}
        onChange={(who) => show({ who: who ?? "" })}
      />
      <TextInput
        size="xs"
        label={t("action")}
        placeholder="chain:published"
        data-search
        value={action}
        onChange={(e) => setAction(e.currentTarget.value)}
        onBlur={() => show({ action: action.trim() })}
        onKeyDown={onEnter(() => show({ action: action.trim() }))}
      />
      <Select
        size="xs"
        label={t("result")}
        placeholder={t("any")}
        clearable
        w={120}
        data={[
          { value: "allowed", label: t("results.allowed") },
          { value: "refused", label: t("results.refused") },
        ]}
        value={search.result ?? null}
        onChange={(result) => show({ result: result ?? "" })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t("from")}
        value={search.from ?? ""}
        onChange={(e) => show({ from: e.currentTarget.value })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t("to")}
        value={search.to ?? ""}
        onChange={(e) => show({ to: e.currentTarget.value })}
      />
      {some && (
        <Button size="xs" variant="subtle" onClick={clear}>
          {t("clear")}
        </Button>
      )}
    </Group>
  );
}
