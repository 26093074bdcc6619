import { Select, TagsInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { read, type SwitchType, types } from "../model/value";
import { ValueField } from "./value-field";

const blank = {
  name: "",
  key: "",
  description: "",
  type: "boolean" as SwitchType,
  options: [] as string[],
  text: "false",
};

type Props = { org: string; opened: boolean; close: () => void };

/** Makes a switch with its first value. */
export function CreateSwitch({ org, opened, close }: Props) {
  const { t } = useTranslation("switches");
  const queries = useQueryClient();
  const [form, setForm] = useState(blank);
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/switches", {
    onSuccess: async () => {
      leave();
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/switches"] });
    },
  });
  const leave = () => {
    setForm(blank);
    create.reset();
    close();
  };
  const errors = new FieldErrors(create.error);
  const set = (next: Partial<typeof blank>) => setForm((f) => ({ ...f, ...next }));
  const value = read(form.type, form.text);
  const submit = () => {
    if (!value) return;
    const { name, key, description, type } = form;
    create.mutate({
      params: { path: { org_id: org } },
      body: {
        name,
        key,
        type,
        value: value.value as never,
        ...(description && { description }),
        ...(type === "enum" && { options: form.options }),
      },
    });
  };
  return (
    <FormDialog
      opened={opened}
      close={leave}
      title={t("create")}
      act={t("createAct")}
      going={create.isPending}
      ready={form.name !== "" && form.key !== "" && value !== undefined}
      errors={errors}
      submit={submit}
    >
      <NameAndKeyFields value={form} change={set} errors={errors} />
      <Select
        label={t("type")}
        data={types.map((type) => ({ value: type, label: t(`types.${type}`) }))}
        allowDeselect={false}
        value={form.type}
        error={errors.at("/type")}
        onChange={(type) => set({ type: type as SwitchType, text: type === "boolean" ? "false" : "" })}
      />
      {form.type === "enum" && (
        <TagsInput
          label={t("options")}
          description={t("optionsHelp")}
          value={form.options}
          error={errors.under("/options")[0]?.detail}
          onChange={(options) => set({ options })}
        />
      )}
      <ValueField
        type={form.type}
        options={form.options}
        label={t("first")}
        text={form.text}
        change={(text) => set({ text })}
        error={errors.under("/value")[0]?.detail}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        value={form.description}
        error={errors.at("/description")}
        onChange={(e) => set({ description: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
