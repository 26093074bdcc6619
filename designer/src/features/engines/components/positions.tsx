import { Button, Group, Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import type { JsonSchema } from "@/shared/chain/document";
import { words } from "@/shared/i18n/i18n";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { lazily } from "@/shared/kit/lazily";
import { Markdown } from "@/shared/kit/markdown";
import { useAddress } from "@/shared/kit/use-address";
import { type PositionChange, positionChanges } from "../model/position-changes";
import classes from "./engines.module.css";
import { PositionNews } from "./position-news";

const SchemaForm = lazily(() => import("@/shared/schema-form/schema-form").then((m) => m.SchemaForm), {
  waiting: () => <Skeleton height={200} />,
});

const all = "/api/v1/orgs/{org_id}/engines/{engine_key}/positions" as const;

/** What an engine can be asked to do, and the form that each asks for. */
export function Positions({ path }: { path: { org_id: string; engine_key: string } }) {
  const { t, i18n } = useTranslation("engines");
  const [search, go] = useAddress();
  const queries = useQueryClient();
  const params = { path };
  const positions = api.useQuery("get", all, { params });
  const fresh = api.useMutation("get", all, {
    onSuccess: (now) => {
      setChanges(positionChanges(items, now.items));
      queries.setQueryData(api.queryOptions("get", all, { params }).queryKey, now);
    },
    onError: () => setChanges(undefined),
  });
  const [changes, setChanges] = useState<PositionChange[]>();
  const items = positions.data?.items ?? [];
  const chosen = items.find((p) => p.key === search.position) ?? items[0];
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2}>{t("positions.title")}</Title>
        <Button
          variant="subtle"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={fresh.isPending}
          disabled={!positions.data}
          onClick={() => fresh.mutate({ params: { path, query: { fresh: true } } })}
        >
          {t("positions.refresh")}
        </Button>
      </Group>
      <ProblemNote errors={new FieldErrors(fresh.error)} />
      {changes && <PositionNews changes={changes} />}
      {positions.error ? (
        <ErrorState error={positions.error} retry={() => positions.refetch()} />
      ) : positions.isPending ? (
        <Skeleton height={200} />
      ) : items.length === 0 ? (
        <Text c="dimmed">{t("positions.none")}</Text>
      ) : (
        <div className={classes.columns}>
          <nav aria-label={t("positions.title")}>
            {items.map((p) => (
              <UnstyledButton
                key={p.key}
                className={classes.position}
                aria-current={p.key === chosen?.key || undefined}
                onClick={() => go({ position: p.key })}
              >
                {words(p.title, i18n.language)}
                <Text size="xs" c="dimmed">
                  {p.key}
                </Text>
              </UnstyledButton>
            ))}
          </nav>
          {chosen && <Preview key={chosen.key} position={chosen} />}
        </div>
      )}
    </Stack>
  );
}

/** The form of a position as nodes show it. What is filled in here goes nowhere. */
function Preview({ position }: { position: Shape<"PositionBody"> }) {
  const { t, i18n } = useTranslation("engines");
  const [value, setValue] = useState<unknown>({});
  return (
    <section className={classes.panel} aria-label={t("positions.preview")}>
      <Stack gap="sm">
        <Title order={3}>{words(position.title, i18n.language)}</Title>
        <Markdown text={words(position.help, i18n.language)} level={4} />
        <Text size="xs" c="dimmed">
          {t("positions.previewHelp")}
        </Text>
        <SchemaForm
          schema={position.parameters as JsonSchema}
          value={value}
          onChange={(next) => setValue(next)}
        />
      </Stack>
    </section>
  );
}
