import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function RunPage() {
  const { t } = useTranslation("runs");
  return <Page title={t("title")}>{null}</Page>;
}
