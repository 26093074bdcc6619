import { Alert, Group, Select, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconLock } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import type { Org } from "@/shared/kit/org-tree";
import { usePermissionName } from "@/shared/kit/permission-name";
import { useRoleName } from "@/shared/kit/use-role-name";
import { list } from "@/shared/lib/format";
import classes from "./orgs.module.css";
import { SubjectPicker } from "./subject-picker";

/** Why somebody may do something in an org, or why not, and who could change that. */
export function ExplainTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const name = usePermissionName();
  const roleName = useRoleName();
  const asked = useSearch({ strict: false }) as { subject?: string; permission?: string };
  const [subject, setSubject] = useState(asked.subject ?? null);
  const [permission, setPermission] = useState(asked.permission ?? null);
  const all = api.useQuery("get", "/api/v1/permissions", {}, { staleTime: Number.POSITIVE_INFINITY });
  const why = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/explain",
    { params: { path: { org_id: org.id }, query: { subject: subject ?? "", permission: permission ?? "" } } },
    { enabled: subject !== null && permission !== null },
  );
  const kinds = [...new Set(all.data?.items.map((p) => p.kind))];
  return (
    <Stack gap="md" maw={720}>
      <Text size="sm" c="dimmed">
        {t("explainHelp")}
      </Text>
      <Group grow align="flex-start">
        <SubjectPicker org={org} label={t("who")} value={subject} change={setSubject} withoutGroups />
        <Select
          label={t("permission")}
          searchable
          value={permission}
          onChange={setPermission}
          data={kinds.map((kind) => ({
            group: name(kind),
            items: (all.data?.items ?? [])
              .filter((p) => p.kind === kind)
              .map((p) => ({ value: p.permission, label: name(p.permission) })),
          }))}
        />
      </Group>
      {why.isFetching && <Skeleton height={80} />}
      {why.error && <ErrorState error={why.error} retry={() => why.refetch()} />}
      {why.data && !why.isFetching && (
        <Stack gap="md" role="status">
          <Alert
            variant="light"
            color={why.data.allowed ? "teal" : "red"}
            icon={why.data.allowed ? <IconCheck aria-hidden /> : <IconLock aria-hidden />}
            title={t(why.data.allowed ? "allowedTitle" : "refusedTitle", { org: org.name })}
          >
            {why.data.lines.length === 0 ? t("noLine") : null}
          </Alert>
          {why.data.lines.map((line) => (
            <div key={`${line.role.id} ${line.path.at(0)?.id} ${line.via?.id}`}>
              <Text size="sm" fw={600}>
                {t(line.effect === "deny" ? "lineDeny" : "lineAllow", { role: roleName(line.role) })}
                {line.via ? ` ${t("lineVia", { group: line.via.name })}` : ""}
              </Text>
              <Group gap="xs" className={classes.way}>
                <Text size="sm" c="dimmed">
                  {t("grantedIn")}
                </Text>
                <Text size="sm">
                  {[...(line.hidden ? [t("higherUp")] : []), ...line.path.map((c) => c.name)].join(" › ")}
                </Text>
              </Group>
            </div>
          ))}
          {why.data.grantors.length > 0 && (
            <div>
              <Title order={2}>{t("grantors")}</Title>
              <Text size="sm">{list(why.data.grantors.map((g) => g.name ?? g.id))}</Text>
            </div>
          )}
        </Stack>
      )}
    </Stack>
  );
}
