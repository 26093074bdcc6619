import { Button, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { Listing } from "@/shared/kit/listing";
import { RelativeTime } from "@/shared/kit/relative-time";

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
    <Modal opened={opened} onClose={close} title={t("deleted.title")} size="lg">
      <ProblemNote errors={new FieldErrors(restore.error)} />
      <Listing<Shape<"DeletedChainBody">>
        query={deleted}
        label={t("deleted.title")}
        id={(s) => s.id}
        columns={[
          { id: "name", title: t("name"), cell: (s) => `${s.name} (${s.key})` },
          {
            id: "when",
            title: t("deleted.when"),
            cell: (s) => <RelativeTime at={s.deleted_at} />,
            width: 140,
          },
          { id: "by", title: t("deleted.by"), cell: (s) => s.deleted_by.name, wide: true, width: 140 },
          {
            id: "act",
            title: t("deleted.restore"),
            quiet: true,
            align: "end",
            width: 120,
            cell: (s) => (
              <Button
                size="xs"
                variant="light"
                loading={restore.isPending && restore.variables?.params.path.chain_id === s.id}
                onClick={() => restore.mutate({ params: { path: { org_id: org, chain_id: s.id } } })}
                aria-label={t("deleted.restoreOne", { name: s.name })}
              >
                {t("deleted.restore")}
              </Button>
            ),
          },
        ]}
        empty={<Text c="dimmed">{t("deleted.none")}</Text>}
      />
    </Modal>
  );
}
