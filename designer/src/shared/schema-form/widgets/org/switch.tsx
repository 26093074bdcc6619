import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { Pick } from "./pick";

/** A switch of the org or one that is shared to it, by its key, and how it stands now. */
export function SwitchWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches",
    { params: { path: { org_id: org }, query: searched.query } },
    { retry: false, placeholderData: keepPreviousData },
  );
  const told = (value: unknown) =>
    typeof value === "boolean" ? t(value ? "switch.on" : "switch.off") : JSON.stringify(value);
  const chosen = data?.items?.find((s) => s.key === p.value);
  return (
    <>
      <Pick
        widget={p}
        free
        searched={searched}
        reading={isFetching}
        error={error}
        choices={data?.items?.map((s) => ({
          key: s.key,
          name: s.name,
          note: [told(s.value).slice(0, 40), s.shared && t("pick.shared")].filter(Boolean).join(" · "),
        }))}
        placeholder={t("pick.switch")}
      />
      {chosen && (
        <p className={classes.note}>{t("switch.now", { value: told(chosen.value).slice(0, 200) })}</p>
      )}
    </>
  );
}
