import { Autocomplete, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { samples } from "@/shared/scripts/languages";

type Props = {
  path: { org_id: string; script_key: string };
  script: Shape<"ScriptBody">;
  close: () => void;
};

/** Changes a script's name and language. */
export function RenameScript({ path, script: now, close }: Props) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const [script] = useState(now);
  const [form, setForm] = useState({ name: script.name, language: script.language });
  const rename = api.useMutation("patch", "/api/v1/orgs/{org_id}/scripts/{script_key}", {
    onSuccess: close,
    // Also when it was refused: perhaps it is another by now.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/scripts"),
      }),
  });
  const errors = new FieldErrors(rename.error);
  return (
    <FormDialog
      opened
      close={close}
      title={t("rename")}
      act={t("shared:save")}
      going={rename.isPending}
      errors={errors}
      submit={() =>
        rename.mutate({ params: { path, header: { "If-Match": etag(script.revision) } }, body: form })
      }
    >
      <TextInput
        label={t("shared:field.name")}
        required
        data-autofocus
        value={form.name}
        error={errors.at("/name")}
        onChange={(e) => setForm({ ...form, name: e.currentTarget.value })}
      />
      <Autocomplete
        label={t("language")}
        required
        data={Object.keys(samples)}
        value={form.language}
        error={errors.at("/language")}
        onChange={(language) => setForm({ ...form, language })}
      />
    </FormDialog>
  );
}
