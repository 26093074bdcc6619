import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function SignInPage() {
  const { t } = useTranslation("auth");
  return <Page title={t("title")}>{null}</Page>;
}
