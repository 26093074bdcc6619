import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { useRoleName } from "@/shared/kit/use-role-name";
import { beforehand } from "../../api/beforehand";
import { orgsChanged } from "../../api/changed";
import { Foreseen } from "../foreseen";

/** Withdraws a grant, after showing who loses what by it. */
export function WithdrawDialog({ grant, close }: { grant: Shape<"GrantBody">; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const roleName = useRoleName();
  const params = { path: { org_id: grant.org_id, grant_id: grant.id } };
  const preview = api.useQuery(
    "post",
    "/api/v1/orgs/{org_id}/grants/{grant_id}/withdrawal-preview",
    { params },
    beforehand,
  );
  const withdraw = api.useMutation("delete", "/api/v1/orgs/{org_id}/grants/{grant_id}", {
    onSuccess: () => {
      close();
      orgsChanged(queries);
    },
  });
  return (
    <ConfirmDanger
      opened
      close={close}
      title={t("withdrawTitle", { who: grant.subject.name ?? "", role: roleName(grant.role) })}
      effect={
        <Stack gap="md">
          {t("withdrawEffect", { org: grant.org_name })}
          <Foreseen asked={preview} />
        </Stack>
      }
      act={t("withdraw")}
      why
      perform={(reason) => withdraw.mutate({ params: { ...params, query: { reason } } })}
      going={withdraw.isPending}
      error={withdraw.error}
    />
  );
}
