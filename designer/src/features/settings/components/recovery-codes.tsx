import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { save } from "@/shared/lib/save";
import classes from "./settings.module.css";

/** Recovery codes, shown once: each lets in once without the app. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation("settings");
  const text = codes.join("\n");
  return (
    <Stack gap="xs" role="status">
      <Text size="sm" fw={600}>
        {t("codes")}
      </Text>
      <Text size="sm" c="dimmed">
        {t("codesHelp")}
      </Text>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? "shared:copied" : "shared:copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          size="xs"
          variant="default"
          onClick={() => save(new Blob([`${text}\n`]), "catenary-recovery-codes.txt")}
        >
          {t("download")}
        </Button>
      </Group>
    </Stack>
  );
}
