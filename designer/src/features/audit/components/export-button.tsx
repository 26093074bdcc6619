import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { Can } from "@/shared/kit/can";
import { save } from "@/shared/lib/save";
import type { auditQuery } from "../model/query";

type Props = { org: Shape<"OrgBody"> | undefined; query: ReturnType<typeof auditQuery> };

/** Gives all entries that are looked for as lines of JSON. It asks for a factor again, and is itself an entry. */
export function ExportButton({ org, query }: Props) {
  const { t } = useTranslation("audit");
  const get = useMutation({
    mutationFn: async (org_id: string) => {
      const answer = await client.GET("/api/v1/orgs/{org_id}/audit/export", {
        params: { path: { org_id }, query },
        parseAs: "blob",
      });
      return answer.data as unknown as Blob;
    },
    onSuccess: (lines) =>
      save(lines, `audit-${org?.key ?? "org"}-${new Date().toISOString().slice(0, 10)}.jsonl`),
    onError: (error) =>
      notifications.show({ color: "red", title: t("exportFailed"), message: asProblem(error).message }),
  });
  return (
    <Can do="audit:export" on={org}>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
        loading={get.isPending}
        onClick={() => org && get.mutate(org.id)}
      >
        {t("export")}
      </Button>
    </Can>
  );
}
