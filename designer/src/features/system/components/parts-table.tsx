import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { may, useOrg } from "@/shared/api/session";
import { type Column, DataTable } from "@/shared/kit/data-table";
import classes from "./system.module.css";

type Name = "process" | "parts" | "version" | Shape<"HealthBody">["name"];
/** good is undefined while nothing is known; low says that it works with little left. */
type Part = { id: Name; good: boolean | "low" | undefined; says: string };

const often = { refetchInterval: 10_000, retry: false } as const;

/** Each part of the server that can be asked from here; one that is silent is a red row that says so. */
export function PartsTable({ org }: { org: string }) {
  const { t } = useTranslation("system");
  const seen = useOrg(org);
  const alive = api.useQuery("get", "/healthz", {}, often);
  const found = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/system/parts",
    { params: { path: { org_id: org } } },
    { ...often, enabled: may(seen.data, "audit:view") },
  );
  const about = api.useQuery(
    "get",
    "/api/v1/openapi.json",
    {},
    {
      select: (d) => (d as { info?: { version?: string } }).info?.version ?? "",
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
    },
  );
  const says = (q: { data?: unknown; error: unknown }, good: string) =>
    q.error ? asProblem(q.error).message || asProblem(q.error).code : q.data ? good : "…";
  const parts: Part[] = [{ id: "process", good: known(alive), says: says(alive, t("alive")) }];
  if (found.error) parts.push({ id: "parts", good: false, says: says(found, "") });
  else
    for (const part of found.data?.parts ?? [])
      parts.push({
        id: part.name,
        good: part.state === "low" ? "low" : part.state === "good",
        says: t(`partState.${part.state}`),
      });
  parts.push({ id: "version", good: known(about), says: says(about, String(about.data ?? "")) });
  const columns: Column<Part>[] = [
    { id: "part", title: t("part"), width: 200, cell: (p) => t(`partName.${p.id}`) },
    {
      id: "state",
      title: t("state"),
      cell: (p) => (
        <span className={classes.state} data-good={p.good}>
          {p.good === true && <IconCheck size={16} stroke={2} aria-hidden />}
          {(p.good === false || p.good === "low") && <IconAlertTriangle size={16} stroke={2} aria-hidden />}
          {p.says}
        </span>
      ),
    },
  ];
  return (
    <div className={classes.parts}>
      <DataTable label={t("parts")} columns={columns} rows={parts} id={(p) => p.id} />
    </div>
  );
}

function known(query: { data?: unknown; error: unknown }): boolean | undefined {
  if (query.error) return false;
  return query.data === undefined ? undefined : true;
}
