import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";

export type Parameter = Shape<"TemplateParameterBody">;

type Props = {
  org: string;
  parameter: Parameter;
  value: string | undefined;
  change: (value: string) => void;
  error?: string | undefined;
};

/** What a parameter is filled in with: a thing of the org, a role whose holders are meant, or a text. */
export function ParameterField({ org, parameter, value, change, error }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const things = useThings(org, parameter.kind);
  const same = {
    label: t(parameter.kind, { key: parameter.key }),
    description: words(parameter.needs, i18n.language),
    error,
  };
  if (parameter.kind === "text")
    return (
      <TextInput
        {...same}
        placeholder={parameter.default}
        value={value ?? ""}
        onChange={(e) => change(e.currentTarget.value)}
      />
    );
  // One that is there under the template's own name is meant unless somebody says otherwise.
  const meant = things?.some((one) => one.value === parameter.default) ? parameter.default : null;
  return (
    <Select
      {...same}
      placeholder={t("later")}
      clearable
      searchable
      data={things ?? []}
      value={value === undefined ? meant : value || null}
      onChange={(key) => change(key ?? "")}
    />
  );
}

/** The things of a kind that the org may use; undefined while they load. */
function useThings(org: string, kind: Parameter["kind"]) {
  const query = { params: { path: { org_id: org }, query: { limit: 200 } } };
  const of = (wanted: Parameter["kind"]) => ({ enabled: kind === wanted });
  const found = {
    engine: api.useQuery("get", "/api/v1/orgs/{org_id}/engines", query, of("engine")),
    environment: api.useQuery("get", "/api/v1/orgs/{org_id}/environments", query, of("environment")),
    secret: api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", query, of("secret")),
    switch: api.useQuery("get", "/api/v1/orgs/{org_id}/switches", query, of("switch")),
    chain: api.useQuery("get", "/api/v1/orgs/{org_id}/chains", query, of("chain")),
    people: api.useQuery("get", "/api/v1/orgs/{org_id}/roles", query, of("people")),
    text: undefined,
  }[kind];
  return found?.data?.items.map((one) => ({
    value: one.key,
    label: "name" in one && one.name !== one.key ? `${one.name} (${one.key})` : one.key,
  }));
}
