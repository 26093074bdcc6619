import { PasswordInput, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";

const blank = { key: "", value: "", description: "", hosts: [] as string[], engines: [] as string[] };

type Props = { org: string; opened: boolean; close: () => void };

/** Writes a new secret. */
export function CreateSecret({ org, opened, close }: Props) {
  const { t } = useTranslation("secrets");
  const queries = useQueryClient();
  const [form, setForm] = useState(blank);
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/secrets", {
    onSuccess: async () => {
      leave();
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/secrets"] });
    },
  });
  const leave = () => {
    setForm(blank); // the value is not kept
    create.reset();
    close();
  };
  const errors = new FieldErrors(create.error);
  const set = (next: Partial<typeof blank>) => setForm((f) => ({ ...f, ...next }));
  return (
    <FormDialog
      opened={opened}
      close={leave}
      title={t("create")}
      act={t("createAct")}
      going={create.isPending}
      ready={form.key !== "" && form.value !== ""}
      errors={errors}
      submit={() => create.mutate({ params: { path: { org_id: org } }, body: form })}
    >
      <TextInput
        label={t("key")}
        description={t("keyHelp")}
        required
        data-autofocus
        autoComplete="off"
        value={form.key}
        error={errors.at("/key")}
        onChange={(e) => set({ key: e.currentTarget.value })}
      />
      <PasswordInput
        label={t("value")}
        description={t("valueHelp")}
        required
        autoComplete="new-password"
        value={form.value}
        error={errors.at("/value")}
        onChange={(e) => set({ value: e.currentTarget.value })}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={form.description}
        error={errors.at("/description")}
        onChange={(e) => set({ description: e.currentTarget.value })}
      />
      <BoundTo value={form} change={set} errors={errors} />
    </FormDialog>
  );
}

type BoundProps = {
  value: { hosts: string[]; engines: string[] };
  change: (next: { hosts?: string[]; engines?: string[] }) => void;
  errors: FieldErrors;
};

/** Where a secret may be sent. */
export function BoundTo({ value, change, errors }: BoundProps) {
  const { t } = useTranslation("secrets");
  const wrong = (pointer: string) =>
    errors
      .under(pointer)
      .map((d) => d.detail)
      .join("; ") || undefined;
  return (
    <>
      <TagsInput
        label={t("hosts")}
        description={t("hostsHelp")}
        placeholder="ci.example.org:8443"
        value={value.hosts}
        error={wrong("/hosts")}
        onChange={(hosts) => change({ hosts })}
      />
      <TagsInput
        label={t("engines")}
        description={t("enginesHelp")}
        value={value.engines}
        error={wrong("/engines")}
        onChange={(engines) => change({ engines })}
      />
    </>
  );
}
