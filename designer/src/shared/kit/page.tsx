import { Group, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./page.module.css";

type Props = {
  title: string;
  /** What stands beside the title: the primary action last. */
  actions?: ReactNode;
  /** Filters, below the title. */
  filters?: ReactNode;
  children: ReactNode;
};

/** The frame of a screen: one h1, its actions, what it shows. */
export function Page({ title, actions, filters, children }: Props) {
  useDocumentTitle(`${title} · Catenary`);
  return (
    <Stack className={classes.page} gap="md">
      <Group justify="space-between" wrap="wrap" gap="sm">
        <Title order={1}>{title}</Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {filters}
      {children}
    </Stack>
  );
}
