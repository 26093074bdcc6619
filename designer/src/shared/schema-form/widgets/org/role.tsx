import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useRoleName } from "@/shared/kit/use-role-name";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** A role that somebody can hold in the org: a system role, or the key of a custom one. */
export function RoleWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const nameOf = useRoleName();
  const { data, error } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/roles",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { retry: false, staleTime: 60_000 },
  );
  return (
    <Pick
      widget={p}
      free
      error={error}
      choices={data?.items
        ?.filter((r) => r.effect === "allow")
        .map((r) => ({ key: r.system ? r.id : r.key, name: nameOf(r) }))}
      placeholder={t("pick.role")}
    />
  );
}
