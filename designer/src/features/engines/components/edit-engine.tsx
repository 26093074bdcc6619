import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { useAdapters } from "../api/adapters";
import { EngineFields, type EngineForm } from "./engine-fields";
import type { Engine } from "./engines-page";

type Props = {
  path: { org_id: string; engine_key: string };
  engine: Engine;
  close: () => void;
};

/** Changes an engine. */
export function EditEngine({ path, engine: now, close }: Props) {
  const { t } = useTranslation("engines");
  const queries = useQueryClient();
  const adapters = useAdapters();
  const [engine] = useState(now);
  const [form, setForm] = useState<EngineForm & { name: string }>({
    name: engine.name,
    description: engine.description,
    secret: engine.secret ?? "",
    settings: engine.settings ?? {},
    limits: engine.limits,
  });
  const set = (next: Partial<typeof form>) => setForm((f) => ({ ...f, ...next }));
  const replace = api.useMutation("put", "/api/v1/orgs/{org_id}/engines/{engine_key}", {
    onSuccess: close,
    // Also when it was refused: perhaps it is another by now.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/engines"),
      }),
  });
  const errors = new FieldErrors(replace.error);
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t("edit", { name: engine.name })}
      act={t("shared:save")}
      going={replace.isPending}
      ready={form.name.trim() !== ""}
      errors={errors}
      submit={() =>
        replace.mutate({
          params: { path, header: { "If-Match": etag(engine.revision) } },
          body: {
            name: form.name.trim(),
            description: form.description,
            settings: form.settings,
            limits: form.limits,
            ...(form.secret ? { secret: form.secret } : {}),
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
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <EngineFields
        org={path.org_id}
        adapter={adapters.data?.items.find((a) => a.name === engine.adapter)}
        value={form}
        change={set}
        errors={errors}
      />
    </FormDialog>
  );
}
