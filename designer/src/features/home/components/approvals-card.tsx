import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ApprovalAsk } from "./approval-ask";
import { Card } from "./card";
import classes from "./home.module.css";

/** Approvals of built-in pipelines that wait for somebody who may decide them, the oldest first. */
export function ApprovalsCard({ org }: { org: string }) {
  const { t } = useTranslation("home");
  const queries = useQueryClient();
  const waiting = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/pipeline-executions",
    { params: { path: { org_id: org }, query: { limit: 10 } } },
    { refetchInterval: 15_000 },
  );
  const asks = (waiting.data?.items ?? []).flatMap((x) =>
    x.steps.filter((s) => s.state === "waiting").map((step) => ({ execution: x, step })),
  );
  return (
    <Card
      title={t("approvals")}
      count={asks.length}
      query={waiting}
      empty={asks.length === 0 ? t("approvalsNone") : undefined}
    >
      <ul className={classes.list}>
        {asks.map(({ execution, step }) => (
          <ApprovalAsk
            key={`${execution.id} ${step.name}`}
            org={org}
            execution={execution}
            step={step}
            decided={() =>
              void queries.invalidateQueries({
                queryKey: ["get", "/api/v1/orgs/{org_id}/pipeline-executions"],
              })
            }
          />
        ))}
      </ul>
    </Card>
  );
}
