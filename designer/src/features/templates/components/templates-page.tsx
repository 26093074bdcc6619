import { Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TemplateCards } from "@/shared/chain-templates/template-cards";
import { Page } from "@/shared/kit/page";

/** The chains to begin with. */
export function TemplatesPage() {
  const { org = "" } = useParams({ strict: false });
  const { t } = useTranslation("templates");
  return (
    <Page title={t("title")}>
      <Text size="sm" c="dimmed" maw={760}>
        {t("intro")}
      </Text>
      <TemplateCards org={org} />
    </Page>
  );
}
