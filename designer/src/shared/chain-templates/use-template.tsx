import { List, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { slug } from "@/shared/lib/slug";
import { type Chosen, ParameterFields, said } from "./parameter-fields";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template; close: () => void };

/** Asks for what a template lacks, makes its chains and opens the first to be changed. */
export function UseTemplate({ org, template, close }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const chinese = i18n.language.startsWith("zh");
  const title = words(template.title, i18n.language);
  const [form, setForm] = useState({ name: title, key: slug(title) || template.key });
  const [chosen, setChosen] = useState<Chosen>({});
  const use = api.useMutation("post", "/api/v1/orgs/{org_id}/templates/{template_key}/chains", {
    onSuccess: async ({ chains: [first] }) => {
      await queries.invalidateQueries({
        predicate: (q) => /\/(chains|scripts|triggers)$/.test(String(q.queryKey[1])),
      });
      await navigate({
        to: "/o/$org/chains/$key",
        params: { org, key: first?.chain.key },
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
        ...said(template.parameters, chosen),
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
      <ParameterFields
        org={org}
        parameters={template.parameters}
        chosen={chosen}
        change={setChosen}
        errors={errors}
      />
      {template.chains.length > 1 && (
        <Made
          intro={t("makesChains")}
          all={template.chains.map(
            (c) => `${words(c.name, i18n.language)} · ${form.key || template.key}-${c.key}`,
          )}
        />
      )}
      {template.scripts.length > 0 && (
        <Made
          intro={t("makesScripts")}
          all={template.scripts.map((s) => `${words(s.name, i18n.language)} · ${s.key} · ${s.language}`)}
        />
      )}
      {template.webhook && <Text size="sm">{t("makesWebhook")}</Text>}
      {template.release && <Text size="sm">{t("forRelease")}</Text>}
    </FormDialog>
  );
}

function Made({ intro, all }: { intro: string; all: string[] }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        {intro}
      </Text>
      <List size="sm">
        {all.map((one) => (
          <List.Item key={one}>{one}</List.Item>
        ))}
      </List>
    </Stack>
  );
}
