import { useTranslation } from "react-i18next";
import { useOrg } from "@/shared/api/session";
import { useMembersAlong } from "@/shared/kit/use-along";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import { Pick } from "./pick";

/** Somebody whom the org or one above it knows, by the mail address: it means the same in a copy elsewhere. */
export function MemberWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const seen = useOrg(org);
  const searched = useSearched();
  const { items, error, reading } = useMembersAlong(seen.data, searched.query);
  return (
    <Pick
      widget={p}
      free
      searched={searched}
      reading={reading}
      error={error ?? seen.error}
      choices={items
        ?.filter((m) => m.state !== "disabled" || m.email === p.value || m.id === p.value)
        .map((m) => ({
          key: m.id === p.value ? m.id : m.email,
          name: m.name,
          label: m.name ? `${m.name} (${m.email})` : m.email,
        }))}
      placeholder={t("pick.member")}
    />
  );
}
