import { useTranslation } from "react-i18next";
import { useRoleName } from "@/shared/kit/use-role-name";
import { useRolesFound } from "@/shared/kit/use-roles-found";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** A role that somebody can hold in the org: a system role, or the key of a custom one. */
export function RoleWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const nameOf = useRoleName();
  const searched = useSearched();
  const { items, error, isFetching } = useRolesFound(org, searched.query);
  return (
    <Pick
      widget={p}
      free
      searched={searched}
      reading={isFetching}
      error={error}
      choices={items
        ?.filter((r) => r.effect === "allow")
        .map((r) => ({ key: r.system ? r.id : r.key, name: nameOf(r) }))}
      placeholder={t("pick.role")}
    />
  );
}
