import { Anchor, Badge, Checkbox } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/shared/kit/data-table";
import type { Pages } from "@/shared/kit/load-more";
import { RelativeTime } from "@/shared/kit/relative-time";
import { StateBadge } from "@/shared/kit/state-badge";
import type { Run } from "../api/run-list";
import classes from "./runs-screen.module.css";
import { Took } from "./took";

type Props = {
  org: string;
  rows: Run[] | undefined;
  chosen: ReadonlySet<string>;
  choose: (chosen: ReadonlySet<string>) => void;
  more: Pages;
};

/** Runs as rows. Space or `x` chooses one, Enter opens it. */
export function RunTable({ org, rows, chosen, choose, more }: Props) {
  const { t } = useTranslation("runs");
  const navigate = useNavigate();
  const columns = useMemo<Column<Run>[]>(() => {
    const title = (r: Run) => r.title || r.chain_key;
    const turn = (id: string) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      choose(next);
    };
    return [
      {
        id: "choose",
        title: t("list.column.choose"),
        quiet: true,
        width: 40,
        cell: (r) => (
          <Checkbox
            size="xs"
            aria-label={t("list.choose", { name: title(r) })}
            checked={chosen.has(r.id)}
            onChange={() => turn(r.id)}
          />
        ),
      },
      {
        id: "state",
        title: t("list.column.state"),
        width: "12%",
        cell: (r) => <StateBadge state={r.state} />,
      },
      {
        id: "run",
        title: t("list.column.run"),
        cell: (r) => (
          <span className={classes.run}>
            <Anchor
              component={Link}
              to="/o/$org/runs/$run"
              params={{ org, run: r.id } as never}
              inherit
              fw={500}
            >
              {title(r)}
            </Anchor>
            <span className={classes.quiet}>
              {r.title && r.chain_key ? `${r.chain_key} · ` : ""}
              {r.version > 0 ? t("version", { version: r.version }) : t(r.chain_key ? "draft" : "noChain")}
              {r.test && (
                <Badge ms={6} size="xs" variant="default">
                  {t("test")}
                </Badge>
              )}
            </span>
          </span>
        ),
      },
      {
        id: "failure",
        title: t("list.column.failure"),
        wide: true,
        width: "16%",
        cell: (r) =>
          r.failure && (
            <span className={classes.failure} title={`${r.failure.code}: ${r.failure.message}`}>
              {r.failure.node && <strong>{r.failure.node} </strong>}
              <span className={classes.quiet}>{r.failure.message || r.failure.code}</span>
            </span>
          ),
      },
      {
        id: "trigger",
        title: t("list.column.trigger"),
        wide: true,
        width: "12%",
        cell: (r) => t(`trigger.${r.trigger}`),
      },
      {
        id: "who",
        title: t("list.column.who"),
        wide: true,
        width: "10%",
        cell: (r) => r.human?.name ?? r.started_by.name,
      },
      {
        id: "started",
        title: t("list.column.started"),
        width: "12%",
        cell: (r) => <RelativeTime at={r.created_at} />,
      },
      {
        id: "duration",
        title: t("list.column.duration"),
        wide: true,
        width: "10%",
        align: "end",
        cell: (r) => <Took run={r} />,
      },
    ];
  }, [t, org, chosen, choose]);
  const open = (r: Run) => void navigate({ to: "/o/$org/runs/$run", params: { org, run: r.id } as never });
  const turn = (r: Run) => {
    const next = new Set(chosen);
    if (!next.delete(r.id)) next.add(r.id);
    choose(next);
  };
  return (
    <DataTable
      label={t("list.label")}
      columns={columns}
      rows={rows}
      id={(r) => r.id}
      open={open}
      keys={{ " ": turn, x: turn }}
      more={more}
    />
  );
}
