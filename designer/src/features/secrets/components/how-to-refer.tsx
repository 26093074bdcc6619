import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** How a chain's document names a secret. */
export function HowToRefer({ secretKey }: { secretKey: string }) {
  const { t } = useTranslation("secrets");
  const text = `env:\n  TOKEN: {secret: ${secretKey}}`;
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {t("refer")}
        </Text>
        <CopyButton value={`{secret: ${secretKey}}`}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {t(copied ? "shared:copied" : "shared:copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} aria-label={t("refer")}>
        {text}
      </Code>
      <Text size="xs" c="dimmed">
        {t("referHelp")}
      </Text>
    </Stack>
  );
}
