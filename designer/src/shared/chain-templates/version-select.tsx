import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";

type Props = {
  org: string;
  chain: string;
  value: number | undefined;
  change: (version: number | undefined) => void;
  error?: string | undefined;
};

/** Which version of a chain a template is made from; undefined is its draft. */
export function VersionSelect({ org, chain, value, change, error }: Props) {
  const { t } = useTranslation("chain-templates");
  const versions = api.useQuery("get", "/api/v1/orgs/{org_id}/chains/{chain_key}/versions", {
    params: { path: { org_id: org, chain_key: chain }, query: { limit: 200 } },
  });
  return (
    <Select
      label={t("version")}
      allowDeselect={false}
      data={[
        { value: "", label: t("draft") },
        ...(versions.data?.items ?? []).map((v) => ({ value: String(v.version), label: `v${v.version}` })),
      ]}
      value={value === undefined ? "" : String(value)}
      error={error}
      onChange={(v) => change(v ? Number(v) : undefined)}
    />
  );
}
