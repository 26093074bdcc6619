import { Checkbox, NumberInput, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { line, words } from "../model/entry";
import type { Environment } from "./environments-page";
import { noSource, SourceFields, sent } from "./source-fields";

type Props = {
  path: { org_id: string; environment_key: string };
  environment: Environment;
  close: () => void;
};

/** Changes an environment; another source is its own choice, for it makes another image. */
export function EditEnvironment({ path, environment: now, close }: Props) {
  const { t } = useTranslation("environments");
  const queries = useQueryClient();
  const [e] = useState(now);
  const [form, setForm] = useState({
    name: e.name,
    description: e.description ?? "",
    entry: line(e.entry),
    user: e.user,
    limits: e.limits,
    another: false,
    source: { ...noSource, ...e.source, upload_id: "" },
  });
  const set = (next: Partial<typeof form>) => setForm((f) => ({ ...f, ...next }));
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}/environments/{environment_key}", {
    onSuccess: close,
    // Also when it was refused: perhaps it is another by now.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/environments"),
      }),
  });
  const errors = new FieldErrors(edit.error);
  const limit = (name: "memory" | "timeout", hint: string) => (
    <TextInput
      label={t(`limit.${name}`)}
      placeholder={hint}
      value={form.limits[name] ?? ""}
      error={errors.at(`/limits/${name}`)}
      onChange={(event) => set({ limits: { ...form.limits, [name]: event.currentTarget.value } })}
    />
  );
  const count = (name: "cpu" | "pids") => (
    <NumberInput
      label={t(`limit.${name}`)}
      min={0}
      allowDecimal={name === "cpu"}
      value={form.limits[name] || ""}
      error={errors.at(`/limits/${name}`)}
      onChange={(value) => set({ limits: { ...form.limits, [name]: Number(value) || 0 } })}
    />
  );
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t("edit", { name: e.name })}
      act={t("shared:save")}
      going={edit.isPending}
      errors={errors}
      submit={() =>
        edit.mutate({
          params: { path, header: { "If-Match": etag(e.revision) } },
          body: {
            name: form.name.trim(),
            description: form.description,
            entry: words(form.entry),
            user: form.user,
            limits: form.limits,
            ...(form.another ? { source: sent(form.source) } : {}),
          },
        })
      }
    >
      <TextInput
        label={t("name")}
        required
        data-autofocus
        value={form.name}
        error={errors.at("/name")}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={form.description}
        error={errors.at("/description")}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <TextInput
        label={t("entry")}
        description={t("entryHelp")}
        required
        value={form.entry}
        error={errors.under("/entry")[0]?.detail}
        onChange={(event) => set({ entry: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
        <NumberInput
          label={t("user")}
          min={1}
          allowDecimal={false}
          value={form.user}
          error={errors.at("/user")}
          onChange={(value) => set({ user: Number(value) || 0 })}
        />
        {count("cpu")}
        {limit("memory", "512Mi")}
        {count("pids")}
        {limit("timeout", "10m")}
      </SimpleGrid>
      <Checkbox
        label={t("anotherSource")}
        checked={form.another}
        onChange={(event) => set({ another: event.currentTarget.checked })}
      />
      {form.another && (
        <SourceFields
          org={path.org_id}
          value={form.source}
          change={(source) => set({ source })}
          errors={errors}
        />
      )}
    </FormDialog>
  );
}
