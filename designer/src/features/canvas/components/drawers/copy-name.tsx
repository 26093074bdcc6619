import { Button, CopyButton } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Copies an expression that names a value, to be put into a field. */
export function CopyName({ name }: { name: string }) {
  const { t } = useTranslation("canvas");
  return (
    <CopyButton value={`\${{ ${name} }}`}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconCopy size={14} aria-hidden />}
          aria-label={t("drawer.copyName", { name })}
          onClick={copy}
        >
          {copied ? t("drawer.copied") : name}
        </Button>
      )}
    </CopyButton>
  );
}
