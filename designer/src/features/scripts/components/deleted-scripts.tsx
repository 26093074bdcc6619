import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { DeletedDialog } from "@/shared/kit/deleted-dialog";

/** Scripts that were deleted and can be brought back. */
export function DeletedScripts({ org, opened, close }: { org: string; opened: boolean; close: () => void }) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const deleted = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/deleted-scripts",
    { params: { path: { org_id: org }, query: { limit: 50 } } },
    { ...paged, enabled: opened },
  );
  const restore = api.useMutation("post", "/api/v1/orgs/{org_id}/deleted-scripts/{script_id}/restore", {
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: (q) => /\/(deleted-)?scripts$/.test(String(q.queryKey[1])),
      }),
  });
  return (
    <DeletedDialog
      opened={opened}
      close={close}
      query={deleted}
      words={{ title: t("deleted.title"), name: t("name"), by: t("deleted.by"), none: t("deleted.none") }}
      restore={(script_id) => restore.mutate({ params: { path: { org_id: org, script_id } } })}
      restoring={restore.isPending ? restore.variables.params.path.script_id : undefined}
      error={restore.error}
    />
  );
}
