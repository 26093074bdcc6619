import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Marks what an org above shares with the one that is looked at. */
export function SharedBadge({ of }: { of: { shared: boolean } }) {
  const { t } = useTranslation();
  if (!of.shared) return null;
  return (
    <Badge size="sm" variant="default" tt="none">
      {t("sharedFromAbove")}
    </Badge>
  );
}
