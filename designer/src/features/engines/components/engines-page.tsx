import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function EnginesPage() {
  const { t } = useTranslation("engines");
  return <Page title={t("title")}>{null}</Page>;
}
