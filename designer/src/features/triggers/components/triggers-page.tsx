import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/kit/page";
import { TriggersPanel } from "@/shared/triggers/triggers-panel";

/** All triggers of an org. */
export function TriggersPage() {
  const { t } = useTranslation("triggers");
  const { org = "" } = useParams({ strict: false });
  return (
    <Page title={t("title")}>
      <TriggersPanel org={org} />
    </Page>
  );
}
