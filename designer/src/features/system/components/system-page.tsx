import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function SystemPage() {
  const { t } = useTranslation("system");
  return <Page title={t("title")}>{null}</Page>;
}
