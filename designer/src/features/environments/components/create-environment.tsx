import { Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { words } from "../model/entry";
import { noSource, SourceFields, sent } from "./source-fields";

const blank = { name: "", key: "", description: "", entry: "sh", source: noSource };

type Props = { org: string; opened: boolean; close: () => void };

/** Makes an environment and opens it, where its image can be asked for. */
export function CreateEnvironment({ org, opened, close }: Props) {
  const { t } = useTranslation("environments");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(blank);
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/environments", {
    onSuccess: async (made) => {
      setForm(blank);
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/environments"] });
      await navigate({ to: "/o/$org/environments/$key", params: { org, key: made.key } } as never);
    },
  });
  const errors = new FieldErrors(create.error);
  const { source } = form;
  const hasSource =
    source.kind === "archive" || source.kind === "build" ? source.upload_id : source.reference;
  return (
    <FormDialog
      opened={opened}
      close={() => {
        create.reset();
        close();
      }}
      size="lg"
      title={t("create")}
      act={t("shared:create")}
      going={create.isPending}
      ready={form.name.trim() !== "" && form.key !== "" && form.entry.trim() !== "" && hasSource !== ""}
      errors={errors}
      submit={() =>
        create.mutate({
          params: { path: { org_id: org } },
          body: {
            key: form.key,
            name: form.name.trim(),
            entry: words(form.entry),
            source: sent(source),
            ...(form.description ? { description: form.description } : {}),
          },
        })
      }
    >
      <NameAndKeyFields value={form} change={(next) => setForm({ ...form, ...next })} errors={errors} />
      <SourceFields
        org={org}
        value={source}
        change={(next) => setForm((f) => ({ ...f, source: next }))}
        errors={errors}
      />
      <TextInput
        label={t("entry")}
        description={t("entryHelp")}
        required
        value={form.entry}
        error={errors.under("/entry")[0]?.detail}
        onChange={(e) => setForm({ ...form, entry: e.currentTarget.value })}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={form.description}
        error={errors.at("/description")}
        onChange={(e) => setForm({ ...form, description: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
