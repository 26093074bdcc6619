import { Button, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { RelativeTime } from "@/shared/kit/relative-time";
import { orgsChanged } from "../../api/changed";

type Deleted = Shape<"DeletedOrgBody">;

/** What was deleted directly below an org and can be brought back. */
export function DeletedDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const deleted = api.useQuery("get", "/api/v1/orgs/{org_id}/deleted", {
    params: { path: { org_id: org.id }, query: { limit: 100 } },
  });
  const restore = api.useMutation("post", "/api/v1/orgs/{org_id}/restore", {
    onSuccess: () => orgsChanged(queries),
  });
  const columns: Column<Deleted>[] = [
    { id: "name", title: t("name"), cell: (d) => d.name },
    { id: "at", title: t("deletedAt"), cell: (d) => <RelativeTime at={d.deleted_at} /> },
    { id: "until", title: t("keptUntil"), cell: (d) => <RelativeTime at={d.kept_until} /> },
    {
      id: "restore",
      title: t("restore"),
      quiet: true,
      align: "end",
      cell: (d) => (
        <Button
          size="compact-sm"
          variant="default"
          loading={restore.isPending && restore.variables?.params.path.org_id === d.id}
          onClick={() => restore.mutate({ params: { path: { org_id: d.id } }, body: {} })}
        >
          {t("restore")}
        </Button>
      ),
    },
  ];
  return (
    <Modal opened onClose={close} title={t("deletedTitle", { org: org.name })} size="lg">
      <Stack gap="md">
        {deleted.isPending && <Skeleton height={80} />}
        {deleted.error && <ErrorState error={deleted.error} retry={() => deleted.refetch()} />}
        {deleted.data?.items.length === 0 && <Text c="dimmed">{t("deletedNone")}</Text>}
        {deleted.data && deleted.data.items.length > 0 && (
          <DataTable label={t("deleted")} columns={columns} rows={deleted.data.items} id={(d) => d.id} />
        )}
        <ProblemNote errors={new FieldErrors(restore.error)} />
      </Stack>
    </Modal>
  );
}
