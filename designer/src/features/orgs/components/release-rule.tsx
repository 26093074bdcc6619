import { Button, Group, NumberInput, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { useDraft } from "@/shared/kit/use-draft";
import { number } from "@/shared/lib/format";

const path = "/api/v1/orgs/{org_id}/release-rule" as const;

type Rule = Shape<"ReleaseRuleOutputBody">;

/** How old a rehearsal may be when a release of the org is executed, by its own rule and those above it. */
export function ReleaseRule({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const params = { path: { org_id: org.id } };
  const read = api.useQuery("get", path, { params });
  const draft = useDraft<number | string, Rule | undefined>(read.data);
  const put = api.useMutation("put", path, {
    onSuccess: () => notifications.show({ message: t("rule.saved") }),
    onSettled: () => read.refetch(),
  });
  const errors = new FieldErrors(put.error);
  if (read.isPending) return <Skeleton height={160} maw={480} />;
  if (!read.data) return <ErrorState error={read.error} retry={() => void read.refetch()} />;
  const now = read.data;
  const from = draft.from ?? now;
  const typed = draft.value;
  const set = (days: number) =>
    put.mutate(
      {
        params: { ...params, header: { "If-Match": etag(from.revision) } },
        body: { rehearsal_days: days },
      },
      { onSuccess: (next) => draft.kept(next, typed) },
    );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!put.isPending) set(Number(typed ?? now.rehearsal_days));
  };
  return (
    <Paper component="section" withBorder p="md" maw={480} aria-labelledby="release-rule">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Title order={2} id="release-rule">
            {t("rule.title")}
          </Title>
          <Text size="sm">
            {t(`rule.${holds(now)}`, {
              count: now.effective_rehearsal_days,
              n: number(now.effective_rehearsal_days),
            })}
          </Text>
          <NumberInput
            label={t("rule.days")}
            description={t("rule.daysHelp")}
            placeholder={t("rule.none")}
            min={0}
            clampBehavior="none"
            allowDecimal={false}
            disabled={!may(org, "limits:write")}
            value={typed ?? (from.rehearsal_days || "")}
            onChange={draft.write}
            error={errors.at("/rehearsal_days")}
          />
          <ProblemNote errors={errors} />
          <Group gap="xs">
            <Can do="limits:write" on={org}>
              <Button type="submit" loading={put.isPending} disabled={typed === undefined}>
                {t("shared:save")}
              </Button>
            </Can>
            {typed !== undefined && (
              <Button variant="default" onClick={draft.drop}>
                {t("shared:cancel")}
              </Button>
            )}
            {typed === undefined && now.rehearsal_days > 0 && (
              <Can do="limits:write" on={org}>
                <Button variant="default" disabled={put.isPending} onClick={() => set(0)}>
                  {t("rule.clear")}
                </Button>
              </Can>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

/** Whose rule holds: nobody's, that of the org, or a stricter one above it. */
function holds({ rehearsal_days: own, effective_rehearsal_days: all }: Rule) {
  if (all === 0) return "nothing";
  return own === all ? "own" : "above";
}
