import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function TriggersPage() {
  const { t } = useTranslation("triggers");
  return <Page title={t("title")}>{null}</Page>;
}
