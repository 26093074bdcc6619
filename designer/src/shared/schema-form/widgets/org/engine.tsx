import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, useValueAt, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { pointerTo, splitPointer } from "../../pointer";
import { Pick } from "./pick";

/** A pipeline engine of the org, one shared to it, or the built-in one. */
export function EngineWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  return (
    <Pick
      widget={p}
      searched={searched}
      reading={isFetching}
      error={error}
      choices={data?.items?.map((e) => ({
        key: e.key,
        name: e.name,
        note: [e.adapter, e.shared && t("pick.shared")].filter(Boolean).join(" · "),
      }))}
      placeholder={t("pick.engine")}
    />
  );
}

/** What the engine beside it can be asked to do. */
export function PositionWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { language } = useForm();
  const { engine, positions, error } = usePositions(p.pointer);
  if (engine === "") return <p className={classes.note}>{t("pick.engineFirst")}</p>;
  return (
    <Pick
      widget={p}
      error={error}
      choices={positions?.map((x) => ({ key: x.key, name: words(x.title, language) }))}
      placeholder={t("pick.position")}
    />
  );
}

/** The positions of the engine that is chosen in the same part of the form. */
export function usePositions(pointer: string) {
  const { org } = useForm();
  const [beside] = splitPointer(pointer);
  const found = useValueAt(pointerTo(beside, "engine"));
  const engine = typeof found === "string" ? found : "";
  const { data, error } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/engines/{engine_key}/positions",
    { params: { path: { org_id: org, engine_key: engine } } },
    { enabled: engine !== "", staleTime: 60_000 },
  );
  const chosen = useValueAt(pointerTo(beside, "position"));
  return {
    engine,
    positions: data?.items,
    error,
    position: data?.items?.find((x) => x.key === chosen),
  };
}
