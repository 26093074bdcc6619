import { Select } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { words } from "@/shared/i18n/i18n";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { useAdapters } from "../api/adapters";
import { EngineFields, noEngine } from "./engine-fields";

const blank = { ...noEngine, name: "", key: "", adapter: "" };

type Props = { org: string; close: () => void };

/** Registers an engine and opens it, where its connection can be tested. */
export function CreateEngine({ org, close }: Props) {
  const { t, i18n } = useTranslation("engines");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const adapters = useAdapters();
  const [form, setForm] = useState(blank);
  const set = (next: Partial<typeof blank>) => setForm((f) => ({ ...f, ...next }));
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/engines", {
    onSuccess: async (made) => {
      setForm(blank);
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/engines"] });
      await navigate({ to: "/o/$org/engines/$key", params: { org, key: made.key } } as never);
    },
  });
  const errors = new FieldErrors(create.error);
  const offered = adapters.data?.items ?? [];
  return (
    <FormDialog
      opened
      close={() => {
        create.reset();
        close();
      }}
      size="lg"
      title={t("create")}
      act={t("shared:create")}
      going={create.isPending}
      ready={form.name.trim() !== "" && form.key !== "" && form.adapter !== ""}
      errors={errors}
      submit={() =>
        create.mutate({
          params: { path: { org_id: org } },
          body: {
            key: form.key,
            name: form.name.trim(),
            adapter: form.adapter,
            settings: form.settings,
            limits: form.limits,
            ...(form.description ? { description: form.description } : {}),
            ...(form.secret ? { secret: form.secret } : {}),
          },
        })
      }
    >
      <Select
        label={t("adapter")}
        description={t("adapterHelp")}
        required
        allowDeselect={false}
        data={offered.map((a) => ({ value: a.name, label: words(a.title, i18n.language) }))}
        value={form.adapter || null}
        error={errors.at("/adapter")}
        onChange={(adapter) => set({ adapter: adapter ?? "", settings: {} })}
      />
      <NameAndKeyFields value={form} change={set} errors={errors} />
      <EngineFields
        org={org}
        adapter={offered.find((a) => a.name === form.adapter)}
        value={form}
        change={set}
        errors={errors}
      />
    </FormDialog>
  );
}
