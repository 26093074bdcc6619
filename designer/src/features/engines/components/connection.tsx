import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconPlugConnected, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { duration, list } from "@/shared/lib/format";
import classes from "./engines.module.css";
import type { Engine } from "./engines-page";

const abilities = ["create", "delete", "cancel", "logs", "callback", "idempotent_start"] as const;

type Props = { path: { org_id: string; engine_key: string }; engine: Engine };

/** Asks an engine whether it is there, and shows its own answer. */
export function Connection({ path, engine }: Props) {
  const { t } = useTranslation("engines");
  const queries = useQueryClient();
  const test = api.useMutation("post", "/api/v1/orgs/{org_id}/engines/{engine_key}/test", {
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/engines/{engine_key}"] }),
  });
  const answer = test.data;
  const can = answer ? abilities.filter((a) => answer.capabilities[a]).map((a) => t(`ability.${a}`)) : [];
  const { concurrency, rate } = engine.limits;
  return (
    <section className={classes.panel} aria-label={t("connection.title")}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Stack gap={2}>
            <Title order={2}>{t("connection.title")}</Title>
            <Text size="sm" c="dimmed">
              {[
                concurrency ? t("limit.atOnce", { count: concurrency }) : "",
                rate ? t("limit.perSecond", { count: rate }) : "",
              ]
                .filter(Boolean)
                .join(" · ") || t("limit.none")}
            </Text>
          </Stack>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate({ params: { path } })}
          >
            {t("connection.test")}
          </Button>
        </Group>
        <ProblemNote errors={new FieldErrors(test.error)} />
        {answer?.reachable && (
          <Alert color="teal" variant="light" role="status" icon={<IconCheck aria-hidden />}>
            {t("connection.good", { took: duration(answer.took_ms), count: answer.positions })}
            {can.length > 0 && (
              <Text size="sm" c="dimmed">
                {t("connection.can", { what: list(can) })}
              </Text>
            )}
          </Alert>
        )}
        {answer && !answer.reachable && (
          <Alert
            color="red"
            variant="light"
            role="alert"
            icon={<IconX aria-hidden />}
            title={t("connection.bad", { took: duration(answer.took_ms) })}
          >
            <Text size="sm">{answer.detail}</Text>
            <Text size="xs" c="dimmed">
              {answer.code}
            </Text>
          </Alert>
        )}
      </Stack>
    </section>
  );
}
