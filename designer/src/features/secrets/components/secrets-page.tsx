import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function SecretsPage() {
  const { t } = useTranslation("secrets");
  return <Page title={t("title")}>{null}</Page>;
}
