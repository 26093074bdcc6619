import { Badge } from "@mantine/core";
import { IconHourglassLow } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Marks what is about to be taken away. */
export function RetiringBadge() {
  const { t } = useTranslation();
  return (
    <Badge
      size="sm"
      variant="default"
      tt="none"
      leftSection={<IconHourglassLow size={12} stroke={2} aria-hidden />}
    >
      {t("retiring")}
    </Badge>
  );
}
