import { Group, Select } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import type { FieldErrors } from "@/shared/kit/field-errors";

type Chain = Shape<"ReleaseChainBody">;

function useChains(org: string) {
  return api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { staleTime: 30_000 },
  );
}

/** The number of a chain's latest version; 0 if it has none. */
export function useLatest(org: string, key: string): number {
  return useChains(org).data?.items?.find((c) => c.key === key)?.version ?? 0;
}

type Props = {
  org: string;
  label: string;
  chain: Chain;
  change: (chain: Chain) => void;
  errors: FieldErrors;
  at: string;
};

/** A published version of a chain. */
export function ChainFields({ org, label, chain, change, errors, at }: Props) {
  const { t } = useTranslation("releases");
  const chains = useChains(org);
  const versions = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions",
    { params: { path: { org_id: org, chain_key: chain.key }, query: { limit: 50 } } },
    { enabled: chain.key !== "", placeholderData: keepPreviousData },
  );
  const published = (chains.data?.items ?? []).filter((c) => c.version > 0);
  return (
    <Group gap="sm" align="flex-start" grow preventGrowOverflow={false}>
      <Select
        label={label}
        required
        searchable
        placeholder={t("chooseChain")}
        nothingFoundMessage={t("noChain")}
        data={published.map((c) => ({ value: c.key, label: `${c.name} (${c.key})` }))}
        value={chain.key || null}
        error={errors.at(at) ?? errors.at(`${at}/key`)}
        onChange={(key) => change({ key: key ?? "" })}
      />
      <Select
        label={t("versionLabel")}
        maw={220}
        clearable
        placeholder={t("latest")}
        disabled={chain.key === ""}
        data={(versions.data?.items ?? []).map((v) => ({
          value: String(v.version),
          label: t("version", { version: v.version }),
        }))}
        value={chain.version ? String(chain.version) : null}
        error={errors.at(`${at}/version`)}
        onChange={(v) => change({ key: chain.key, ...(v ? { version: Number(v) } : {}) })}
      />
    </Group>
  );
}
