import { Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { words } from "@/shared/i18n/i18n";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { AskedOf } from "./asked-of";
import { type Choices, parametersOf } from "./asked-things";
import type { Template } from "./template-cards";
import { VersionSelect } from "./version-select";

type From = { chain: string; version?: number } | { release: string };
type Props = { org: string; template: Template; close: () => void };

/** Says anew what a template of the org is, and makes it from something else. What was made of it stays. */
export function EditTemplate({ org, template, close }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const title = words(template.title, i18n.language);
  const [name, setName] = useState(title);
  const [description, setDescription] = useState(words(template.summary, i18n.language));
  const [from, setFrom] = useState<From>();
  const [choices, setChoices] = useState<Choices>({});
  const path = { org_id: org, template_key: template.key };
  const whole = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/templates/{template_key}",
    { params: { path } },
    { staleTime: 0, refetchOnWindowFocus: false },
  );
  const proposal = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/template-proposal",
    { params: { path: { org_id: org }, query: from ?? {} } },
    { enabled: from !== undefined, staleTime: 0, refetchOnWindowFocus: false },
  );
  const save = api.useMutation("put", "/api/v1/orgs/{org_id}/templates/{template_key}", {
    onSuccess: async () => {
      await queries.invalidateQueries({ predicate: (q) => /\/templates(\/|$)/.test(String(q.queryKey[1])) });
      close();
    },
  });
  const errors = new FieldErrors(save.error);
  const now = whole.data;
  const before = now?.found ?? [];
  const body = from ? proposal : whole;
  const found = body.data?.found ?? [];
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t("editTitle", { name: title })}
      act={t("shared:save")}
      going={save.isPending}
      ready={name.trim() !== "" && now !== undefined && body.data !== undefined}
      errors={errors}
      submit={() =>
        now &&
        save.mutate({
          params: { path, header: { "If-Match": etag(now.revision ?? 0) } },
          body: {
            name: name.trim(),
            description,
            parameters: parametersOf(found, choices, before),
            ...(from ? { from } : {}),
          },
        })
      }
    >
      <TextInput
        label={t("shared:field.name")}
        required
        data-autofocus
        maxLength={200}
        value={name}
        error={errors.at("/name")}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <TextInput
        label={t("description")}
        maxLength={2000}
        value={description}
        error={errors.at("/description")}
        onChange={(e) => setDescription(e.currentTarget.value)}
      />
      <Source
        org={org}
        ofRelease={template.release !== undefined}
        from={from}
        change={(next) => {
          setFrom(next);
          setChoices({});
        }}
        error={errors.at("/from")}
      />
      <AskedOf read={body} choices={choices} change={setChoices} errors={errors} before={before} />
    </FormDialog>
  );
}

type SourceProps = {
  org: string;
  ofRelease: boolean;
  from: From | undefined;
  change: (from: From | undefined) => void;
  error: string | undefined;
};

/** What the template is made from: what it is now, a version of a chain, or a release. */
function Source({ org, ofRelease, from, change, error }: SourceProps) {
  const { t } = useTranslation("chain-templates");
  const query = { params: { path: { org_id: org }, query: { limit: 200 } } };
  const chains = api.useQuery("get", "/api/v1/orgs/{org_id}/chains", query, { enabled: !ofRelease });
  const releases = api.useQuery("get", "/api/v1/orgs/{org_id}/releases", query, { enabled: ofRelease });
  const all = ofRelease
    ? releases.data?.items.map((r) => ({ value: r.id, label: r.name }))
    : chains.data?.items.map((c) => ({ value: c.key, label: `${c.name} (${c.key})` }));
  const chosen = from === undefined ? "" : "chain" in from ? from.chain : from.release;
  return (
    <>
      <Select
        label={t("source")}
        searchable
        allowDeselect={false}
        data={[{ value: "", label: t("sourceStays") }, ...(all ?? [])]}
        value={chosen}
        error={error}
        onChange={(key) => change(key ? (ofRelease ? { release: key } : { chain: key }) : undefined)}
      />
      {from && "chain" in from && (
        <VersionSelect
          org={org}
          chain={from.chain}
          value={from.version}
          change={(version) => change({ chain: from.chain, ...(version ? { version } : {}) })}
        />
      )}
    </>
  );
}
