import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function EnvironmentsPage() {
  const { t } = useTranslation("environments");
  return <Page title={t("title")}>{null}</Page>;
}
