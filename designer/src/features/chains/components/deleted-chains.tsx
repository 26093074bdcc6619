import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { DeletedDialog } from "@/shared/kit/deleted-dialog";

/** Chains that were deleted and can be brought back. */
export function DeletedChains({ org, opened, close }: { org: string; opened: boolean; close: () => void }) {
  const { t } = useTranslation("chains");
  const queries = useQueryClient();
  const deleted = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/deleted-chains",
    { params: { path: { org_id: org }, query: { limit: 50 } } },
    { ...paged, enabled: opened },
  );
  const restore = api.useMutation("post", "/api/v1/orgs/{org_id}/deleted-chains/{chain_id}/restore", {
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: (q) => /\/(deleted-)?chains$/.test(String(q.queryKey[1])),
      }),
  });
  return (
    <DeletedDialog
      opened={opened}
      close={close}
      query={deleted}
      words={{ title: t("deleted.title"), name: t("name"), by: t("deleted.by"), none: t("deleted.none") }}
      restore={(chain_id) => restore.mutate({ params: { path: { org_id: org, chain_id } } })}
      restoring={restore.isPending ? restore.variables.params.path.chain_id : undefined}
      error={restore.error}
    />
  );
}
