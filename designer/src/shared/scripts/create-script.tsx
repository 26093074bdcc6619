import { Autocomplete, Input } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { CodeEditor } from "@/shared/kit/code-editor";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { editorLanguage, samples } from "./languages";

const blank = { name: "", key: "", language: "shell", source: samples.shell ?? "" };

type Props = {
  org: string;
  opened: boolean;
  close: () => void;
  /** What follows when there is one. */
  made: (key: string) => void;
};

/** Makes a script with its first version. */
export function CreateScript({ org, opened, close, made }: Props) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const [form, setForm] = useState(blank);
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/scripts", {
    onSuccess: async ({ key }) => {
      setForm(blank);
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/scripts"] });
      made(key);
    },
  });
  const errors = new FieldErrors(create.error);
  return (
    <FormDialog
      opened={opened}
      close={() => {
        create.reset();
        close();
      }}
      size="xl"
      title={t("create")}
      act={t("shared:create")}
      going={create.isPending}
      ready={form.name.trim() !== "" && form.key !== "" && form.language !== ""}
      errors={errors}
      submit={() => create.mutate({ params: { path: { org_id: org } }, body: form })}
    >
      <NameAndKeyFields value={form} change={(next) => setForm({ ...form, ...next })} errors={errors} />
      <Autocomplete
        label={t("language")}
        description={t("languageHelp")}
        required
        data={Object.keys(samples)}
        value={form.language}
        error={errors.at("/language")}
        onChange={(language) => {
          // A text that nobody has touched yet follows the language.
          const untouched = Object.values(samples).includes(form.source) || form.source === "";
          setForm({
            ...form,
            language,
            source: untouched ? (samples[language] ?? form.source) : form.source,
          });
        }}
      />
      <Input.Wrapper label={t("source")} labelElement="div" error={errors.at("/source")}>
        <CodeEditor
          label={t("source")}
          language={editorLanguage(form.language)}
          value={form.source}
          onChange={(source) => setForm((f) => ({ ...f, source }))}
          minHeight={240}
          maxHeight={420}
        />
      </Input.Wrapper>
    </FormDialog>
  );
}
