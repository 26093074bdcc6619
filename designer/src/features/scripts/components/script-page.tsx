import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function ScriptPage() {
  const { t } = useTranslation("scripts");
  return <Page title={t("title")}>{null}</Page>;
}
