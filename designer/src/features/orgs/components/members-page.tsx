import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";

export function MembersPage() {
  const { t } = useTranslation("orgs");
  return <Page title={t("title")}>{null}</Page>;
}
