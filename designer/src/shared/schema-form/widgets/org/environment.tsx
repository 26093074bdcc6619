import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSearched } from "@/shared/kit/use-searched";
import { retiringLast } from "@/shared/lib/retiring-last";
import { useForm, type WidgetProps } from "../../context";
import { ImageBadge } from "./image-badge";
import { Pick } from "./pick";

/** An environment, and whether its image is in the registry. */
export function EnvironmentWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  const items = data?.items;
  return (
    <>
      <Pick
        widget={p}
        error={error}
        choices={retiringLast(items)?.map((e) => ({
          key: e.key,
          name: e.name,
          note: [e.shared && t("pick.shared"), e.deprecation && t("shared:retiring")]
            .filter(Boolean)
            .join(" · "),
        }))}
        placeholder={t("pick.environment")}
        searched={searched}
        reading={isFetching}
      />
      {typeof p.value === "string" && p.value !== "" && <ImageBadge org={org} environment={p.value} />}
    </>
  );
}
