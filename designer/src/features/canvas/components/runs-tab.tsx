import { Anchor, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { RelativeTime } from "@/shared/kit/relative-time";
import { StateBadge } from "@/shared/kit/state-badge";
import { duration } from "@/shared/lib/format";
import classes from "./chain-page.module.css";

type Run = Shape<"RunBody">;

/** The last runs of the chain; all of them are a click away. */
export function RunsTab() {
  const { t } = useTranslation("canvas");
  const { org = "", key = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const runs = api.useQuery("get", "/api/v1/orgs/{org_id}/runs", {
    params: { path: { org_id: org }, query: { chain: key, limit: 50 } },
  });
  if (runs.error) return <ErrorState error={runs.error} retry={() => void runs.refetch()} />;
  if (runs.data?.items.length === 0)
    return (
      <div className={classes.tab}>
        <EmptyState icon={<IconPlayerPlay size={32} stroke={1.5} />} text={t("runs.none")} />
      </div>
    );
  const columns: Column<Run>[] = [
    {
      id: "title",
      title: t("runs.title"),
      cell: (r) => (
        <Anchor component={Link} to={`/o/${org}/runs/${r.id}` as string} size="sm">
          {r.title || r.chain_key}
        </Anchor>
      ),
    },
    { id: "state", title: t("runs.state"), width: 140, cell: (r) => <StateBadge state={r.state} /> },
    {
      id: "version",
      title: t("runs.version"),
      width: 110,
      cell: (r) => (r.version === 0 ? t("runs.draft") : `v${r.version}`),
    },
    { id: "by", title: t("runs.by"), width: 200, wide: true, cell: (r) => r.started_by.name },
    { id: "at", title: t("runs.at"), width: 160, cell: (r) => <RelativeTime at={r.created_at} /> },
    {
      id: "took",
      title: t("runs.took"),
      width: 120,
      align: "end",
      wide: true,
      cell: (r) =>
        r.started_at && r.ended_at
          ? duration(new Date(r.ended_at).getTime() - new Date(r.started_at).getTime())
          : "–",
    },
  ];
  return (
    <div className={classes.tab}>
      <DataTable
        label={t("page.tab.runs")}
        columns={columns}
        rows={runs.data?.items}
        id={(r) => r.id}
        open={(r) => void navigate({ to: "/o/$org/runs/$run", params: { org, run: r.id } })}
      />
      {runs.data?.next && (
        <Text size="sm" mt="md">
          <Anchor component={Link} to={`/o/${org}/runs` as string} search={{ q: `chain:${key}` } as never}>
            {t("runs.all")}
          </Anchor>
        </Text>
      )}
    </div>
  );
}
