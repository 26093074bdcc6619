import { Button, Group, NumberInput, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { useDraft } from "@/shared/kit/use-draft";
import classes from "./chain-triggers.module.css";

const path = "/api/v1/orgs/{org_id}/chains/{chain_key}/limits" as const;

type Bounds = Pick<Shape<"RunLimitsBody">, "concurrency" | "queue" | "rate">;

/** How many runs of the chain may be at work, wait and be started. */
export function ChainLimits({ org, chain }: { org: string; chain: string }) {
  const { t } = useTranslation("canvas");
  const params = { path: { org_id: org, chain_key: chain } };
  const read = api.useQuery("get", path, { params }, { refetchInterval: 15_000 });
  const allowed = may(useOrg(org).data, "limits:write");
  const now = read.data;
  const { value: changed, from, write, drop, kept } = useDraft<Bounds, typeof now>(now);
  const put = api.useMutation("put", path, { onSettled: () => read.refetch() });
  if (read.error && !now) return <ErrorState error={read.error} retry={() => void read.refetch()} />;
  if (!now) return <Skeleton height={120} />;
  const value = changed ?? now;
  const errors = new FieldErrors(put.error);
  const field = (name: keyof Bounds) => ({
    label: t(`limits.${name}`),
    placeholder: t("limits.any"),
    min: 0,
    readOnly: !allowed,
    value: value[name] || "",
    error: errors.at(`/${name}`),
    onChange: (n: string | number) =>
      write({
        concurrency: value.concurrency,
        queue: value.queue,
        rate: value.rate,
        [name]: Number(n) || 0,
      }),
  });
  return (
    <section className={classes.part} aria-labelledby="chain-limits">
      <Stack gap="sm">
        <div>
          <Title order={2} id="chain-limits">
            {t("limits.title")}
          </Title>
          <Text size="sm" c="dimmed">
            {now.concurrency > 0
              ? t("limits.now", { running: now.running, waiting: now.waiting })
              : t("limits.what")}
          </Text>
        </div>
        <Group grow align="flex-start">
          <NumberInput {...field("concurrency")} />
          <NumberInput {...field("queue")} disabled={value.concurrency === 0} />
          <NumberInput {...field("rate")} />
        </Group>
        <ProblemNote errors={errors} />
        {changed && (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={drop}>
              {t("shared:cancel")}
            </Button>
            <Button
              loading={put.isPending}
              onClick={() =>
                put.mutate(
                  {
                    params: { ...params, header: { "If-Match": etag((from ?? now).revision) } },
                    body: changed,
                  },
                  { onSuccess: (next) => kept(next, changed) },
                )
              }
            >
              {t("shared:save")}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  );
}
