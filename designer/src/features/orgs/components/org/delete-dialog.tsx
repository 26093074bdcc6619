import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";

/** Deletes an org with all below it; for 30 days it can be brought back. */
export function DeleteDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const go = useNavigate();
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}", {
    onSuccess: () => {
      close();
      void go({ to: `/o/${org.parent_id}/members` }).then(() => orgsChanged(queries));
    },
  });
  return (
    <ConfirmDanger
      opened
      close={close}
      title={t("deleteTitle", { org: org.name })}
      effect={t("deleteEffect")}
      act={t("delete")}
      type={org.key}
      perform={() => remove.mutate({ params: { path: { org_id: org.id }, query: { subtree: true } } })}
      going={remove.isPending}
      error={remove.error}
    />
  );
}
