import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { blankChain } from "../model/document";

type Props = { org: string; opened: boolean; close: () => void };

/** Makes a chain with nothing in it and opens it to be drawn. */
export function NewChain({ org, opened, close }: Props) {
  const { t } = useTranslation("chains");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState({ name: "", key: "" });
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/chains", {
    onSuccess: async ({ chain }) => {
      setForm({ name: "", key: "" });
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/chains"] });
      await navigate({
        to: "/o/$org/chains/$key",
        params: { org, key: chain.key },
        search: { edit: "1" },
      } as never);
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
      title={t("create")}
      act={t("createAct")}
      going={create.isPending}
      ready={form.name.trim() !== "" && form.key !== ""}
      errors={errors}
      submit={() =>
        create.mutate({
          params: { path: { org_id: org } },
          body: blankChain(form.key, form.name.trim()),
        })
      }
    >
      <NameAndKeyFields value={form} change={setForm} errors={errors} />
    </FormDialog>
  );
}
