import { NumberInput, Select, SimpleGrid, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import type { JsonSchema } from "@/shared/chain/document";
import { words } from "@/shared/i18n/i18n";
import type { FieldErrors } from "@/shared/kit/field-errors";
import { SchemaForm } from "@/shared/schema-form/schema-form";

/** What can be changed of an engine besides its name. */
export type EngineForm = {
  description: string;
  secret: string;
  settings: unknown;
  limits: Shape<"EngineLimits">;
};

export const noEngine: EngineForm = { description: "", secret: "", settings: {}, limits: {} };

type Props = {
  org: string;
  adapter: Shape<"AdapterBody"> | undefined;
  value: EngineForm;
  change: (next: Partial<EngineForm>) => void;
  errors: FieldErrors;
};

/** The settings that an adapter asks for, its credential, and how hard the engine may be driven. */
export function EngineFields({ org, adapter, value, change, errors }: Props) {
  const { t, i18n } = useTranslation("engines");
  const secrets = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets", {
    params: { path: { org_id: org }, query: { limit: 200 } },
  });
  const problems = errors
    .under("/settings")
    .map((d) => ({ pointer: d.pointer.slice("/settings".length), detail: d.detail }));
  const limit = (name: "concurrency" | "rate") => (
    <NumberInput
      label={t(`limit.${name}`)}
      description={t("limit.help")}
      min={0}
      allowDecimal={name === "rate"}
      value={value.limits[name] || ""}
      error={errors.at(`/limits/${name}`)}
      onChange={(n) => change({ limits: { ...value.limits, [name]: Number(n) || 0 } })}
    />
  );
  const keys = secrets.data?.items.map((s) => s.key) ?? [];
  return (
    <>
      {adapter && (
        <>
          <Text size="xs" c="dimmed">
            {words(adapter.help, i18n.language)}
          </Text>
          <SchemaForm
            schema={adapter.settings as JsonSchema}
            value={value.settings}
            onChange={(settings) => change({ settings })}
            problems={problems as never}
          />
          <Select
            label={t("secret")}
            description={words(adapter.credential, i18n.language)}
            placeholder={t("noSecret")}
            clearable
            searchable
            data={value.secret && !keys.includes(value.secret) ? [value.secret, ...keys] : keys}
            value={value.secret || null}
            error={errors.at("/secret")}
            onChange={(secret) => change({ secret: secret ?? "" })}
          />
        </>
      )}
      <SimpleGrid cols={2} spacing="sm">
        {limit("concurrency")}
        {limit("rate")}
      </SimpleGrid>
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={value.description}
        error={errors.at("/description")}
        onChange={(e) => change({ description: e.currentTarget.value })}
      />
    </>
  );
}
