import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function ChainsPage() {
  const { t } = useTranslation("chains");
  return <Page title={t("title")}>{null}</Page>;
}
