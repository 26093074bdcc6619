import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { useDraft } from "@/shared/kit/use-draft";
import { useRoleName } from "@/shared/kit/use-role-name";

const path = "/api/v1/tenant/settings" as const;

const times = [
  { field: "idle_minutes", label: "settings.idle", max: 10080 },
  { field: "session_hours", label: "settings.hours", max: 720 },
] as const;

type Typed = { roles?: string[]; idle_minutes?: number | string; session_hours?: number | string };

/** How people of a tenant sign in: who needs a second factor, and how long a session lasts. */
export function TenantSettings({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const nameOf = useRoleName();
  const offered = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/roles",
    { params: { path: { org_id: org.id }, query: { limit: 200 } } },
    { retry: false, staleTime: 60_000 },
  );
  const settings = api.useQuery("get", path, {});
  const draft = useDraft<Typed, typeof settings.data>(settings.data);
  const set = api.useMutation("put", path, {
    onSuccess: () => notifications.show({ message: t("settings.saved") }),
    onSettled: () => settings.refetch(),
  });
  const errors = new FieldErrors(set.error);
  if (settings.isPending || offered.isPending) return <Skeleton height={320} maw={560} />;
  if (!settings.data) return <ErrorState error={settings.error} retry={() => settings.refetch()} />;
  const from = draft.from ?? settings.data;
  const typed = draft.value ?? {};
  const roles = typed.roles ?? from.second_factor_roles;
  // A role of an org below is not among those of this one.
  const known = (offered.data?.items ?? []).filter((r) => r.effect === "allow" || roles.includes(r.id));
  const others = roles.filter((id) => !known.some((r) => r.id === id)).map((id) => ({ id }));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (set.isPending) return;
    set.mutate(
      {
        params: { header: { "If-Match": etag(from.revision) } },
        body: {
          second_factor_roles: roles,
          idle_minutes: Number(typed.idle_minutes ?? from.idle_minutes),
          session_hours: Number(typed.session_hours ?? from.session_hours),
        },
      },
      { onSuccess: (next) => draft.kept(next, draft.value) },
    );
  };
  const wrong = errors.under("/second_factor_roles").map((d) => d.detail);
  return (
    <Paper component="section" withBorder p="md" maw={560} aria-labelledby="tenant-settings">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <div>
            <Title order={2} id="tenant-settings">
              {t("settings.tenant")}
            </Title>
            <Text size="sm" c="dimmed">
              {t("settings.tenantHelp")}
            </Text>
          </div>
          <Checkbox.Group
            label={t("settings.factorRoles")}
            description={t("settings.factorRolesHelp")}
            value={roles}
            onChange={(next) => draft.write({ ...typed, roles: next })}
            error={wrong.join("; ") || undefined}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs" mt="xs">
              {[...known, ...others].map((r) => (
                <Checkbox key={r.id} value={r.id} label={nameOf(r)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          {times.map(({ field, label, max }) => (
            <NumberInput
              key={field}
              label={t(label)}
              description={t("settings.timesHelp")}
              min={0}
              max={max}
              allowDecimal={false}
              value={typed[field] ?? from[field]}
              onChange={(x) => draft.write({ ...typed, [field]: x })}
              error={errors.at(`/${field}`)}
            />
          ))}
          <ProblemNote errors={errors} />
          <Group gap="xs">
            <Button type="submit" loading={set.isPending} disabled={!draft.value}>
              {t("shared:save")}
            </Button>
            {draft.value && (
              <Button
                variant="default"
                onClick={() => {
                  draft.drop();
                  set.reset();
                }}
              >
                {t("shared:cancel")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
