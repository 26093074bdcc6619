import { Select, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { useDeprecate } from "../api/use-deprecate";
import type { Environment } from "./environments-page";

type Props = {
  path: { org_id: string; environment_key: string };
  environment: Environment;
  close: () => void;
};

/** Marks an environment as being retired: why, and what is to be used instead. */
export function DeprecateEnvironment({ path, environment: now, close }: Props) {
  const { t } = useTranslation("environments");
  const [e] = useState(now);
  const [note, setNote] = useState(e.deprecation?.note ?? "");
  const [replacement, setReplacement] = useState(e.deprecation?.replacement ?? "");
  const deprecate = useDeprecate(close);
  const errors = new FieldErrors(deprecate.error);
  const others = api.useQuery("get", "/api/v1/orgs/{org_id}/environments", {
    params: { path: { org_id: path.org_id }, query: { limit: 200 } },
  });
  const choices = (others.data?.items ?? [])
    .filter((o) => o.key !== e.key && !o.deprecation)
    .map((o) => ({ value: o.key, label: o.name === o.key ? o.key : `${o.name} (${o.key})` }));
  if (replacement && !choices.some((c) => c.value === replacement))
    choices.push({ value: replacement, label: replacement });
  return (
    <FormDialog
      opened
      close={close}
      title={t("deprecate.ask", { name: e.name })}
      act={t("deprecate.act")}
      going={deprecate.isPending}
      errors={errors}
      submit={() =>
        deprecate.mutate({
          params: { path, header: { "If-Match": etag(e.revision) } },
          body: { deprecation: { deprecated: true, note: note.trim(), replacement } },
        })
      }
    >
      <Text size="sm">{t("deprecate.means")}</Text>
      <Select
        label={t("deprecate.replacement")}
        description={t("deprecate.replacementHelp")}
        searchable
        clearable
        disabled={choices.length === 0}
        data={choices}
        value={replacement || null}
        error={errors.at("/deprecation/replacement")}
        nothingFoundMessage={t("deprecate.none")}
        onChange={(key) => setReplacement(key ?? "")}
      />
      <Textarea
        data-autofocus
        label={t("deprecate.note")}
        description={t("deprecate.noteHelp")}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        error={errors.at("/deprecation/note")}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
