import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function ChainPage() {
  const { t } = useTranslation("canvas");
  return <Page title={t("title")}>{null}</Page>;
}
