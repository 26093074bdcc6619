import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./shown-once.module.css";

/** A value that is shown now and never again, to be copied. */
export function ShownOnce({ value, label, note }: { value: string; label: string; note?: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="stretch">
        <pre className={classes.value}>{value}</pre>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant={copied ? "light" : "filled"}
              onClick={copy}
              leftSection={
                copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} stroke={1.5} aria-hidden />
              }
            >
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" c="dimmed">
        {note ?? t("shownOnce")}
      </Text>
    </Stack>
  );
}
