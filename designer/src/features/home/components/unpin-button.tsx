import { ActionIcon } from "@mantine/core";
import { IconPinnedOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Takes away a chain that is pinned. */
export function UnpinButton({ chain, onClick }: { chain: string; onClick: () => void }) {
  const { t } = useTranslation("home");
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={t("unpinOne", { chain })}
      onClick={onClick}
    >
      <IconPinnedOff size={16} stroke={1.5} aria-hidden />
    </ActionIcon>
  );
}
