import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "../drawer.module.css";
import { asText } from "./as-text";
import type { PreviewProps } from "./node-preview";

type Words = { zh?: unknown; en?: unknown };

/** The message in the languages in which it is written. */
export function NotifyPreview({ config }: PreviewProps) {
  const { t } = useTranslation("canvas");
  const [title, text] = [(config.title ?? {}) as Words, (config.text ?? {}) as Words];
  const written = (["zh", "en"] as const).filter((l) => title[l] || text[l]);
  if (written.length === 0) return <p className={classes.dim}>{t("preview.noText")}</p>;
  return (
    <div className={classes.stack}>
      {written.map((l) => (
        <section key={l} lang={l} aria-label={t(`preview.${l}`)}>
          <p className={classes.dim}>{t(`preview.${l}`)}</p>
          {Boolean(title[l]) && (
            <Title order={4} size="sm">
              {asText(title[l])}
            </Title>
          )}
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {asText(text[l])}
          </Text>
        </section>
      ))}
    </div>
  );
}
