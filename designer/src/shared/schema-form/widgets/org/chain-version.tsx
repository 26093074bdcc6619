import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useForm, type WidgetProps } from "../../context";
import { described } from "../described";
import { useCalledKey } from "./called-chain";

const latest = "latest";

/** A published version of the chain beside it; none is the latest. */
export function ChainVersionWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const key = useCalledKey(p.pointer);
  const { data } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions",
    { params: { path: { org_id: org, chain_key: key }, query: { limit: 200 } } },
    { enabled: key !== "", staleTime: 60_000 },
  );
  const value = typeof p.value === "number" ? p.value : undefined;
  const published = data?.items?.map((v) => v.version) ?? [];
  // One that is older than the list, or not there, is shown all the same.
  const shown = value === undefined || published.includes(value) ? published : [...published, value];
  return (
    <Select
      id={p.id}
      allowDeselect={false}
      data={[
        { value: latest, label: t("chain.latestVersion") },
        ...shown.map((v) => ({ value: String(v), label: t("chain.oneVersion", { version: v }) })),
      ]}
      value={value === undefined ? latest : String(value)}
      readOnly={p.readOnly}
      error={p.invalid}
      aria-label={p.label}
      inputContainer={described(p.describedBy)}
      onBlur={p.onBlur}
      onChange={(to) => p.onChange(to === null || to === latest ? undefined : Number(to))}
    />
  );
}
