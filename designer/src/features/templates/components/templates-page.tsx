import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function TemplatesPage() {
  const { t } = useTranslation("templates");
  return <Page title={t("title")}>{null}</Page>;
}
