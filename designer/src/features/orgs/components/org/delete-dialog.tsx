import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Org } from "@/shared/kit/org-tree";
import { beforehand } from "../../api/beforehand";
import { orgsChanged } from "../../api/changed";
import { Holdings } from "./holdings";

/** Deletes an org with all below it, after showing what that is; for 30 days it can be brought back. */
export function DeleteDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const go = useNavigate();
  const params = { path: { org_id: org.id } };
  const held = api.useQuery("post", "/api/v1/orgs/{org_id}/delete-preview", { params }, beforehand);
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
      effect={
        <Stack gap="xs">
          {t("deleteEffect")}
          <Holdings held={held} />
        </Stack>
      }
      shown={held.data !== undefined}
      why
      type={org.key}
      act={t("delete")}
      going={remove.isPending}
      error={remove.error}
      perform={(reason) => remove.mutate({ params: { ...params, query: { subtree: true, reason } } })}
    />
  );
}
