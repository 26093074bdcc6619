import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { slug } from "@/shared/lib/slug";
import { AskedOf } from "./asked-of";
import { type Choices, parametersOf } from "./asked-things";
import { VersionSelect } from "./version-select";

type Props = { org: string; from: { chain: string } | { release: string }; name: string; close: () => void };

/** Saves a chain or a release as a template: what it names is asked for, unless somebody keeps it. */
export function SaveTemplate({ org, from: of, name, close }: Props) {
  const { t } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const [form, setForm] = useState({ name, key: slug(name) || "template" });
  const [description, setDescription] = useState("");
  const [version, setVersion] = useState<number>();
  const [choices, setChoices] = useState<Choices>({});
  const from = { ...of, ...(version ? { version } : {}) };
  const proposal = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/template-proposal",
    { params: { path: { org_id: org }, query: from } },
    { staleTime: 0 },
  );
  const save = api.useMutation("post", "/api/v1/orgs/{org_id}/templates", {
    onSuccess: async () => {
      await queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith("/templates") });
      notifications.show({ message: t("saved", { name: form.name }) });
      close();
    },
  });
  const errors = new FieldErrors(save.error);
  const found = proposal.data?.found ?? [];
  return (
    <FormDialog
      opened
      close={close}
      size="lg"
      title={t("saveTitle", { name })}
      act={t("saveAct")}
      going={save.isPending}
      ready={form.name.trim() !== "" && form.key !== "" && proposal.data !== undefined}
      errors={errors}
      submit={() =>
        save.mutate({
          params: { path: { org_id: org } },
          body: {
            ...form,
            name: form.name.trim(),
            description,
            from,
            parameters: parametersOf(found, choices),
          },
        })
      }
    >
      <NameAndKeyFields value={form} change={setForm} errors={errors} />
      <TextInput
        label={t("description")}
        maxLength={2000}
        value={description}
        error={errors.at("/description")}
        onChange={(e) => setDescription(e.currentTarget.value)}
      />
      {"chain" in of && (
        <VersionSelect
          org={org}
          chain={of.chain}
          value={version}
          change={(next) => {
            setVersion(next);
            setChoices({});
          }}
        />
      )}
      <AskedOf read={proposal} choices={choices} change={setChoices} errors={errors} />
    </FormDialog>
  );
}
