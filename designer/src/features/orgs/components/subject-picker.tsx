import { Select } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import type { Org } from "@/shared/kit/org-tree";
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

const page = { limit: 200 };

/** Chooses a person, a group or a service account that an org, or one above it, knows. */
export function SubjectPicker({ org, label, value, change, error, withoutGroups }: Props) {
  const { t } = useTranslation("orgs");
  const way = org.path.map((c) => c.id);
  const of = (org_id: string) => ({ params: { path: { org_id }, query: page } });
  const members = useQueries({
    queries: way.map((id) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/members", of(id)),
      retry: false,
    })),
  });
  const groups = useQueries({
    queries: way.map((id) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/groups", of(id)),
      enabled: !withoutGroups,
      retry: false,
    })),
  });
  const accounts = useQueries({
    queries: way.map((id) => ({
      ...api.queryOptions("get", "/api/v1/orgs/{org_id}/accounts", of(id)),
      enabled: may(org, "account:write"),
      retry: false,
    })),
  });
  const data = subjectsOf(
    members.flatMap((q) => q.data?.items ?? []),
    groups.flatMap((q) => q.data?.items ?? []),
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
