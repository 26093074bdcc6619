import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { list } from "@/shared/lib/format";
import type { Chain } from "./chains-page";

/** Asks before a chain is deleted, and says what runs it. */
export function DeleteChain({ chain, close }: { chain: Chain | undefined; close: () => void }) {
  const { t } = useTranslation("chains");
  const queries = useQueryClient();
  const path = { org_id: chain?.org_id ?? "", chain_key: chain?.key ?? "" };
  const uses = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}/uses",
    { params: { path, query: { limit: 20 } } },
    { enabled: chain !== undefined },
  );
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/chains/{chain_key}", {
    onSuccess: () => {
      close();
      return queries.invalidateQueries({ predicate: (q) => /chains$/.test(String(q.queryKey[1])) });
    },
  });
  const users = uses.data?.items ?? [];
  return (
    <ConfirmDanger
      opened={chain !== undefined}
      close={() => {
        remove.reset();
        close();
      }}
      title={t("deleteTitle", { name: chain?.name ?? "" })}
      effect={
        <Stack gap="xs">
          <span>{t("deleteEffect")}</span>
          {users.length > 0 && <strong>{t("deleteUsed", { names: list(users.map((u) => u.name)) })}</strong>}
        </Stack>
      }
      act={t("deleteAct")}
      type={chain?.key ?? ""}
      why
      going={remove.isPending}
      error={remove.error}
      perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
    />
  );
}
