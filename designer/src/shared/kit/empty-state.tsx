import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./state.module.css";

type Props = { icon: ReactNode; text: string; action?: ReactNode; more?: ReactNode };

/** What belongs here, and the one thing to do about it. */
export function EmptyState({ icon, text, action, more }: Props) {
  return (
    <Stack className={classes.state} align="center" gap="sm">
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Text c="dimmed" ta="center">
        {text}
      </Text>
      {action}
      {more}
    </Stack>
  );
}
