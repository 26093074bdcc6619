import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { type Column, DataTable } from "@/shared/kit/data-table";
import classes from "./system.module.css";

type Part = { id: "process" | "ready" | "version"; good: boolean | undefined; says: string };

const often = { refetchInterval: 10_000, retry: false } as const;

/** Each part of the server that can be asked from here; one that is silent is a row that says so. */
export function PartsTable() {
  const { t } = useTranslation("system");
  const alive = api.useQuery("get", "/healthz", {}, often);
  const ready = api.useQuery("get", "/readyz", {}, often);
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
  const parts: Part[] = [
    { id: "process", good: known(alive), says: says(alive, t("alive")) },
    { id: "ready", good: known(ready), says: says(ready, t("ready")) },
    { id: "version", good: known(about), says: says(about, String(about.data ?? "")) },
  ];
  const columns: Column<Part>[] = [
    { id: "part", title: t("part"), width: 160, cell: (p) => t(`partName.${p.id}`) },
    {
      id: "state",
      title: t("state"),
      cell: (p) => (
        <span className={classes.state} data-good={p.good}>
          {p.good === true && <IconCheck size={16} stroke={2} aria-hidden />}
          {p.good === false && <IconAlertTriangle size={16} stroke={2} aria-hidden />}
          {p.says}
        </span>
      ),
    },
  ];
  return <DataTable label={t("parts")} columns={columns} rows={parts} id={(p) => p.id} />;
}

function known(query: { data?: unknown; error: unknown }): boolean | undefined {
  if (query.error) return false;
  return query.data === undefined ? undefined : true;
}
