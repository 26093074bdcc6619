import { useTranslation } from "react-i18next";
import { useOrg } from "@/shared/api/session";
import { useGroupsAlong } from "@/shared/kit/use-along";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** A group of the org or of one above it, by its key. */
export function GroupWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const seen = useOrg(org);
  const searched = useSearched();
  const { items, error, reading } = useGroupsAlong(seen.data, searched.query);
  return (
    <Pick
      widget={p}
      free
      searched={searched}
      reading={reading}
      error={error ?? seen.error}
      choices={items?.map((g) => ({
        key: g.id === p.value ? g.id : g.key,
        name: g.name,
        label: `${g.name} (${g.key})`,
      }))}
      placeholder={t("pick.group")}
    />
  );
}
