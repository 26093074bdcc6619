import { Button, Text } from "@mantine/core";
import { IconArrowUp, IconPlayerPlay } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { Page } from "@/shared/kit/page";
import { clockTime } from "@/shared/lib/format";
import { useRunList } from "../api/run-list";
import { parse } from "../model/run-query";
import { BulkBar } from "./bulk-bar";
import { RunSearch } from "./run-search";
import { RunTable } from "./run-table";
import classes from "./runs-screen.module.css";

/** The runs of an org and of those below it. */
export function RunsScreen({ org }: { org: string }) {
  const { t } = useTranslation("runs");
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const text = search.q === undefined ? "" : String(search.q);
  const { filter, wrong } = useMemo(() => parse(text), [text]);
  const { list, rows, fresh, show, lost, look } = useRunList(org, filter);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ask = (q: string) =>
    void navigate({
      to: ".",
      search: ((before: Record<string, unknown>) => ({ ...before, q: q || undefined })) as never,
      replace: true,
    });
  const refused = list.error ? asProblem(list.error) : undefined;
  const selected = rows?.filter((r) => chosen.has(r.id)) ?? [];

  return (
    <Page title={t("title")} filters={<RunSearch org={org} text={text} ask={ask} wrong={wrong} />}>
      {lost !== undefined && rows && (
        <Text size="sm" c="dimmed" role="status">
          {t("list.stale", { at: clockTime(new Date(lost)) })}
        </Text>
      )}
      {selected.length > 0 && (
        <BulkBar org={org} runs={selected} clear={() => setChosen(new Set())} changed={() => void look()} />
      )}
      {refused && !rows && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {rows?.length === 0 && fresh.count === 0 && (
        <EmptyState
          icon={<IconPlayerPlay size={32} stroke={1.5} />}
          text={t(text ? "list.none" : "list.empty")}
          action={
            text ? (
              <Button variant="light" onClick={() => ask("")}>
                {t("list.clear")}
              </Button>
            ) : (
              <Button
                renderRoot={(props) => <Link {...props} to="/o/$org/chains" params={{ org } as never} />}
              >
                {t("list.emptyAction")}
              </Button>
            )
          }
        />
      )}
      {(rows === undefined ? !refused : rows.length > 0 || fresh.count > 0) && (
        <div className={classes.list}>
          {fresh.count > 0 && (
            <Button
              className={classes.fresh}
              size="compact-sm"
              radius="xl"
              leftSection={<IconArrowUp size={14} aria-hidden />}
              onClick={() => void show()}
            >
              {fresh.more ? t("list.newMany", { count: fresh.count }) : t("list.new", { count: fresh.count })}
            </Button>
          )}
          <RunTable org={org} rows={rows} chosen={chosen} choose={setChosen} more={list} />
        </div>
      )}
    </Page>
  );
}
