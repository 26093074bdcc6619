import { Button, Group, NumberInput, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { useDraft } from "@/shared/kit/use-draft";
import { number } from "@/shared/lib/format";
import { orgsChanged } from "../api/changed";
import { ReleaseRule } from "./release-rule";

const fields = ["concurrency", "queue", "rate"] as const;
type Typed = Partial<Record<(typeof fields)[number], number | string>>;

/** What an org asks of itself and of all below it: how many runs, and rehearsals of releases. */
export function LimitsTab({ org }: { org: Org }) {
  return (
    <Stack gap="md">
      <RunLimits org={org} />
      {may(org, "release:view") && <ReleaseRule org={org} />}
    </Stack>
  );
}

/** How many runs of an org may be at work, wait, and start. */
function RunLimits({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const params = { path: { org_id: org.id } };
  const limits = api.useQuery("get", "/api/v1/orgs/{org_id}/limits", { params });
  const draft = useDraft<Typed, typeof limits.data>(limits.data);
  const set = api.useMutation("put", "/api/v1/orgs/{org_id}/limits", {
    onSuccess: () => {
      orgsChanged(queries);
      notifications.show({ message: t("limitsSaved") });
    },
    onSettled: () => limits.refetch(),
  });
  const errors = new FieldErrors(set.error);
  if (limits.isPending) return <Skeleton height={240} maw={480} />;
  if (!limits.data) return <ErrorState error={limits.error} retry={() => limits.refetch()} />;
  const now = limits.data;
  const from = draft.from ?? now;
  const typed = draft.value ?? {};
  const value = (field: (typeof fields)[number]) => Number(typed[field] ?? from[field]);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    set.mutate(
      {
        params: { ...params, header: { "If-Match": etag(from.revision) } },
        body: { concurrency: value("concurrency"), queue: value("queue"), rate: value("rate") },
      },
      { onSuccess: (next) => draft.kept(next, typed) },
    );
  };
  return (
    <Paper withBorder p="md" maw={480}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">
            {t("limitsNow", { running: number(now.running), waiting: number(now.waiting) })}
          </Text>
          {fields.map((field) => (
            <NumberInput
              key={field}
              label={t(`limit.${field}`)}
              description={t(`limitHelp.${field}`)}
              min={0}
              allowDecimal={false}
              thousandSeparator=" "
              disabled={!may(org, "limits:write")}
              value={typed[field] ?? from[field]}
              onChange={(x) => draft.write({ ...typed, [field]: x })}
              error={errors.at(`/${field}`)}
            />
          ))}
          <ProblemNote errors={errors} />
          <Group>
            <Can do="limits:write" on={org}>
              <Button type="submit" loading={set.isPending} disabled={!draft.value}>
                {t("shared:save")}
              </Button>
            </Can>
            {draft.value && (
              <Button variant="default" onClick={draft.drop}>
                {t("shared:cancel")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
