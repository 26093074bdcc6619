import { Anchor, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorState } from "@/shared/kit/error-state";
import { useLate } from "@/shared/kit/late";
import classes from "./home.module.css";

type Props = {
  title: string;
  count?: number | undefined;
  /** Where all of it is. */
  all?: { to: string; search?: Record<string, string>; label: string };
  query: { isPending: boolean; error: unknown; refetch: () => unknown };
  empty?: string | undefined;
  children?: ReactNode;
};

/** A card of the home page. It fails, loads and is empty by itself. */
export function Card({ title, count, all, query, empty, children }: Props) {
  const late = useLate(query.isPending);
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
      {Boolean(query.error) && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!query.isPending && !query.error && empty && (
        <Text size="sm" c="dimmed" p="md">
          {empty}
        </Text>
      )}
      {!query.isPending && !query.error && !empty && children}
    </Paper>
  );
}
