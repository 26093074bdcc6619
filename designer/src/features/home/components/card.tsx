import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { ErrorState } from "@/shared/kit/error-state";
import { useLate } from "@/shared/kit/late";
import classes from "./home.module.css";

type Props = {
  title: string;
  count?: number | undefined;
  /** Where all of it is. */
  all?: { to: string; search?: Record<string, string>; label: string };
  query: { isPending: boolean; error: unknown; data?: unknown; refetch: () => unknown };
  empty?: string | undefined;
  children?: ReactNode;
};

/** A card of the home page. It fails, loads and is empty by itself. */
export function Card({ title, count, all, query, empty, children }: Props) {
  const { t } = useTranslation();
  const late = useLate(query.isPending);
  // What is there stays while it cannot be read again: somebody may be writing in it.
  const lacks = Boolean(query.error) && query.data === undefined;
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={title}>
      <Group justify="space-between" className={classes.head}>
        <Title order={2}>
          {title}
          {count !== undefined && count > 0 && <span className={classes.count}>{count}</span>}
        </Title>
        {all && (
          <Anchor component={Link} to={all.to} search={all.search as never} size="sm">
            {all.label}
          </Anchor>
        )}
      </Group>
      {query.isPending && late && (
        <Stack gap="xs" p="md">
          <Skeleton height={14} width="80%" />
          <Skeleton height={14} width="60%" />
        </Stack>
      )}
      {query.isPending && !late && <div className={classes.space} />}
      {lacks && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!query.isPending && !lacks && empty && (
        <Text size="sm" c="dimmed" p="md">
          {empty}
        </Text>
      )}
      {!query.isPending && !lacks && !empty && children}
      {Boolean(query.error) && !lacks && (
        <Group role="status" gap="xs" px="md" py="xs">
          <Text size="sm" c="dimmed">
            {t("mayBeOld", { reason: asProblem(query.error).message })}
          </Text>
          <Button size="compact-sm" variant="subtle" onClick={() => void query.refetch()}>
            {t("retry")}
          </Button>
        </Group>
      )}
    </Paper>
  );
}
