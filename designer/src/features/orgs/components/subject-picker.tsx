import { Select } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import type { Org } from "@/shared/kit/org-tree";
import { useGroupsAlong, useMembersAlong } from "@/shared/kit/use-along";
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
  const members = useMembersAlong(org);
  const groups = useGroupsAlong(org, !withoutGroups);
  const accounts = useQueries({
    queries: org.path.map((c) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/accounts", {
        params: { path: { org_id: c.id }, query: { limit: 200 } },
      }),
      enabled: may(org, "account:write"),
      retry: false,
    })),
  });
  const data = subjectsOf(
    members.items ?? [],
    groups.items ?? [],
    accounts.flatMap((q) => q.data?.items ?? []),
  ).map((g) => ({ group: t(`subjects.${g.kind}`), items: g.items }));
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
      nothingFoundMessage={t("subjectNone")}
    />
  );
}
