import { Alert, Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { madeOf } from "./made-of";
import { type Chosen, ParameterFields, said } from "./parameter-fields";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template; close: () => void };

/** Asks for what differs from release to release, draws one up and opens it. */
export function DrawRelease({ org, template, close }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const title = words(template.title, i18n.language);
  const parameters = template.release?.parameters ?? [];
  const [name, setName] = useState(title);
  const [picked, pick] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen>({});
  const ofChains = template.chains.length > 0;
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { enabled: ofChains },
  );
  const made = madeOf(template.chains, chains.data?.items ?? []);
  const key = picked ?? made[0];
  const draw = api.useMutation("post", "/api/v1/orgs/{org_id}/templates/{template_key}/releases", {
    onSuccess: async (release) => {
      await queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith("/releases") });
      await navigate({ to: "/o/$org/releases/$id", params: { org, id: release.id } } as never);
    },
  });
  const errors = new FieldErrors(draw.error);
  return (
    <FormDialog
      opened
      close={close}
      title={t("drawTitle", { title })}
      act={t("drawAct")}
      going={draw.isPending}
      ready={name.trim() !== "" && (!ofChains || key !== undefined)}
      errors={errors}
      submit={() =>
        draw.mutate({
          params: { path: { org_id: org, template_key: template.key } },
          body: {
            name: name.trim(),
            language: i18n.language.startsWith("zh") ? "zh" : "en",
            ...(ofChains && key ? { key } : {}),
            ...said(parameters, chosen),
          },
        })
      }
    >
      <TextInput
        label={t("releaseName")}
        required
        data-autofocus
        maxLength={200}
        value={name}
        error={errors.at("/name")}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      {ofChains &&
        chains.data &&
        (made.length > 0 ? (
          <Select
            label={t("drawChains")}
            description={t("drawChainsHelp")}
            data={made}
            allowDeselect={false}
            value={key ?? null}
            onChange={pick}
            error={errors.at("/key")}
          />
        ) : (
          <Alert variant="light">{t("drawNone")}</Alert>
        ))}
      <ParameterFields org={org} parameters={parameters} chosen={chosen} change={setChosen} errors={errors} />
    </FormDialog>
  );
}
