import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** A secret of the org or one that is shared to it, by its key. Its value is never shown. */
export function SecretWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const { data, error } = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", {
    params: { path: { org_id: org }, query: { limit: 200 } },
  });
  return (
    <Pick
      widget={p}
      error={error}
      choices={data?.items?.map((s) => ({
        key: s.key,
        name: s.key,
        note: [s.description, s.shared && t("pick.shared")].filter(Boolean).join(" · "),
      }))}
      placeholder={t("secret.choose")}
    />
  );
}
