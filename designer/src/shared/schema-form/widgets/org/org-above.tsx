import { useTranslation } from "react-i18next";
import { useOrg } from "@/shared/api/session";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** The chain's org, one by where it stands above that, or a certain one above it. */
export function OrgAboveWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const seen = useOrg(org);
  return (
    <Pick
      widget={p}
      free
      error={seen.error}
      choices={
        seen.data?.path && [
          ...(["owner", "parent", "root"] as const).map((key) => {
            const label = t(`orgAbove.${key}`);
            return { key, name: label, label };
          }),
          ...seen.data.path
            .filter((c) => c.id !== org)
            .map((c) => ({ key: c.id, name: c.name, label: c.name, note: c.key })),
        ]
      }
      placeholder={t("pick.orgAbove")}
    />
  );
}
