import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** A secret of the org or one that is shared to it, by its key. Its value is never shown. */
export function SecretWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/secrets",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  return (
    <Pick
      widget={p}
      searched={searched}
      reading={isFetching}
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
