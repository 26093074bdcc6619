import { Anchor, List, Select, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { slug } from "@/shared/lib/slug";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template; close: () => void };

/** Asks for what a template lacks, makes the chain and opens it to be changed. */
export function UseTemplate({ org, template, close }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const chinese = i18n.language.startsWith("zh");
  const title = words(template.title, i18n.language);
  const [form, setForm] = useState({ name: title, key: slug(title) || template.key });
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const environments = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/environments",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { enabled: template.environments.length > 0 },
  );
  const offered = environments.data?.items ?? [];
  // One that is there under the template's own name is meant unless somebody says otherwise.
  const choice = (key: string) => chosen[key] ?? (offered.some((e) => e.key === key) ? key : undefined);
  const use = api.useMutation("post", "/api/v1/orgs/{org_id}/templates/{template_key}/chains", {
    onSuccess: async ({ chain }) => {
      await queries.invalidateQueries({
        predicate: (q) => /\/(chains|scripts)$/.test(String(q.queryKey[1])),
      });
      await navigate({
        to: "/o/$org/chains/$key",
        params: { org, key: chain.key },
        search: { edit: "1" },
      } as never);
    },
  });
  const errors = new FieldErrors(use.error);
  const send = () =>
    use.mutate({
      params: { path: { org_id: org, template_key: template.key } },
      body: {
        key: form.key,
        name: form.name.trim(),
        language: chinese ? "zh" : "en",
        environments: Object.fromEntries(
          template.environments.flatMap((e) => {
            const key = choice(e.key);
            return key ? [[e.key, key]] : [];
          }),
        ),
      },
    });
  return (
    <FormDialog
      opened
      close={close}
      title={t("useTitle", { title })}
      act={t("useAct")}
      going={use.isPending}
      ready={form.name.trim() !== "" && form.key !== ""}
      errors={errors}
      submit={send}
    >
      <NameAndKeyFields value={form} change={setForm} errors={errors} />
      {template.environments.map((e) => (
        <Select
          key={e.key}
          label={t("environment", { key: e.key })}
          description={words(e.needs, i18n.language)}
          placeholder={t("later")}
          clearable
          searchable
          data={offered.map((o) => ({
            value: o.key,
            label: o.name === o.key ? o.key : `${o.name} (${o.key})`,
          }))}
          value={choice(e.key) ?? null}
          error={errors.at(`/environments/${e.key}`)}
          onChange={(key) => setChosen((c) => ({ ...c, [e.key]: key ?? "" }))}
        />
      ))}
      {template.environments.length > 0 && environments.data && offered.length === 0 && (
        <Text size="sm">
          {t("noEnvironments")}{" "}
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/o/$org/environments"
                params={{ org } as never}
                search={{ new: "1" } as never}
              />
            )}
          >
            {t("makeEnvironment")}
          </Anchor>
        </Text>
      )}
      {template.scripts.length > 0 && (
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            {t("makesScripts")}
          </Text>
          <List size="sm">
            {template.scripts.map((s) => (
              <List.Item key={s.key}>
                {`${words(s.name, i18n.language)} · ${s.key} · ${s.language}`}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </FormDialog>
  );
}
