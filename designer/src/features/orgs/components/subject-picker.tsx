import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may } from "@/shared/api/session";
import type { Org } from "@/shared/kit/org-tree";
import { useAccountsAlong, useGroupsAlong, useMembersAlong } from "@/shared/kit/use-along";
import { useKept, useSearched } from "@/shared/kit/use-searched";
import { subjectsOf } from "../model/subjects";

type Props = {
  org: Org;
  label: string;
  value: string | null;
  change: (id: string | null) => void;
  error?: string | undefined;
  /** Groups cannot be put into groups. */
  withoutGroups?: boolean;
};

/** Chooses a person, a group or a service account that an org, or one above it, knows. */
export function SubjectPicker({ org, label, value, change, error, withoutGroups }: Props) {
  const { t } = useTranslation("orgs");
  const searched = useSearched();
  const members = useMembersAlong(org, searched.query);
  const groups = useGroupsAlong(org, searched.query, !withoutGroups);
  const accounts = useAccountsAlong(org, searched.query, may(org, "account:write"));
  const chosen = (one: { id: string }) => one.id === value;
  const data = subjectsOf(
    useKept(members.items ?? [], chosen),
    useKept(groups.items ?? [], chosen),
    useKept(accounts.items ?? [], chosen),
  ).map((g) => ({
    group: t(`subjects.${g.kind}`),
    items: g.items,
  }));
  const reading = searched.waits || members.reading || groups.reading || accounts.reading;
  return (
    <Select
      label={label}
      placeholder={t("subjectHelp")}
      data={data}
      value={value}
      onChange={change}
      error={error}
      searchable
      clearable
      limit={100}
      nothingFoundMessage={t(reading ? "shared:loading" : "subjectNone")}
      {...searched.typing(data.flatMap((g) => g.items.map((i) => i.label)))}
    />
  );
}
