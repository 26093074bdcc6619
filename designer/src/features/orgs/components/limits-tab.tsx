import { Button, Group, NumberInput, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { number } from "@/shared/lib/format";
import { orgsChanged } from "../api/changed";

const fields = ["concurrency", "queue", "rate"] as const;

/** How many runs of an org may be at work, wait, and start. */
export function LimitsTab({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Partial<Record<(typeof fields)[number], number | string>>>({});
  const params = { path: { org_id: org.id } };
  const limits = api.useQuery("get", "/api/v1/orgs/{org_id}/limits", { params });
  const set = api.useMutation("put", "/api/v1/orgs/{org_id}/limits", {
    onSuccess: () => {
      setTyped({});
      orgsChanged(queries);
      notifications.show({ message: t("limitsSaved") });
    },
  });
  const errors = new FieldErrors(set.error);
  if (limits.isPending) return <Skeleton height={240} maw={480} />;
  if (limits.error) return <ErrorState error={limits.error} retry={() => limits.refetch()} />;
  const now = limits.data;
  const value = (field: (typeof fields)[number]) => Number(typed[field] ?? now[field]);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    set.mutate({
      params: { ...params, header: { "If-Match": `"${now.revision}"` } },
      body: { concurrency: value("concurrency"), queue: value("queue"), rate: value("rate") },
    });
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
              value={typed[field] ?? now[field]}
              onChange={(x) => setTyped((all) => ({ ...all, [field]: x }))}
              error={errors.at(`/${field}`)}
            />
          ))}
          <ProblemNote errors={errors} />
          <Group>
            <Can do="limits:write" on={org}>
              <Button type="submit" loading={set.isPending} disabled={Object.keys(typed).length === 0}>
                {t("shared:save")}
              </Button>
            </Can>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
