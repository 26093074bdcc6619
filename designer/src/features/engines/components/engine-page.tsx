import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function EnginePage() {
  const { t } = useTranslation("engines");
  return <Page title={t("title")}>{null}</Page>;
}
