import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dateTime } from "@/shared/lib/format";
import { milliseconds } from "@/shared/schema-form/widgets/duration";
import type { PreviewProps } from "./node-preview";

/** When the run would go on if it came here now. */
export function WaitPreview({ config }: PreviewProps) {
  const { t } = useTranslation("canvas");
  if (config.callback !== undefined) {
    const within = String((config.callback as { within?: string } | null)?.within || "30d");
    return <Text size="sm">{t("preview.callback", { within })}</Text>;
  }
  const lasts = typeof config.for === "string" ? milliseconds(config.for) : undefined;
  const until = typeof config.until === "string" ? Date.parse(config.until) : Number.NaN;
  const at = lasts === undefined ? until : Date.now() + lasts;
  if (Number.isNaN(at)) return <Text size="sm">{t("preview.unknown")}</Text>;
  if (at <= Date.now()) return <Text size="sm">{t("preview.over")}</Text>;
  return <Text size="sm">{t("preview.until", { at: dateTime(new Date(at)) })}</Text>;
}
