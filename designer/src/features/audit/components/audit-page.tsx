import { Badge, Button, Group, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import type { Column } from "@/shared/kit/data-table";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import { Page } from "@/shared/kit/page";
import { dateTime } from "@/shared/lib/format";
import { auditQuery, type Filters } from "../model/query";
import { AuditFilters } from "./audit-filters";
import { EntryDrawer } from "./entry-drawer";
import { ExportButton } from "./export-button";
import { VerifyButton } from "./verify-button";

type Entry = Shape<"AuditBody">;

/** Who did what, to what, from where, allowed or refused: in an org and below it, the latest first. */
export function AuditPage() {
  const { t } = useTranslation("audit");
  const { org = "" } = useParams({ strict: false }) as { org?: string };
  const search = useSearch({ strict: false }) as Filters & { entry?: string };
  const go = useNavigate();
  const seen = useOrg(org);
  const query = auditQuery(search);
  const entries = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/audit",
    { params: { path: { org_id: org }, query: { ...query, limit: 100 } } },
    paged,
  );
  const show = (change: Filters & { entry?: string | undefined }, replace = false) =>
    void go({ to: `/o/${org}/audit`, search: { ...search, ...change } as never, replace });
  const open = rowsOf(entries.data)?.find((e) => e.id === search.entry);
  const columns: Column<Entry>[] = [
    { id: "at", title: t("at"), width: 200, cell: (e) => dateTime(e.at) },
    {
      id: "who",
      title: t("who"),
      cell: (e) => (
        <>
          {e.subject?.name ?? t("server")}
          {e.token && (
            <Text span size="xs" c="dimmed">
              {` ${t("byToken", { token: e.token.name })}`}
            </Text>
          )}
        </>
      ),
    },
    {
      id: "action",
      title: t("action"),
      cell: (e) => (
        <>
          <code>{e.action}</code>
          {e.times > 1 && (
            <Text span size="xs" c="dimmed">
              {` ${t("times", { count: e.times })}`}
            </Text>
          )}
        </>
      ),
    },
    { id: "org", title: t("org"), wide: true, cell: (e) => e.org_name },
    { id: "from", title: t("address"), wide: true, width: 150, cell: (e) => e.address },
    {
      id: "result",
      title: t("result"),
      width: 110,
      cell: (e) => (
        <Badge variant="light" color={e.result === "allowed" ? "gray" : "red"}>
          {t(`results.${e.result}`)}
        </Badge>
      ),
    },
  ];
  const filtered = Object.keys(query).length > 0;
  return (
    <Page
      title={t("title")}
      actions={
        <>
          <VerifyButton org={org} root={seen.data !== undefined && seen.data.parent_id === undefined} />
          <ExportButton org={seen.data} query={query} />
        </>
      }
      filters={
        <AuditFilters
          org={org}
          search={search}
          show={(change) => show({ ...change, entry: undefined }, true)}
        />
      }
    >
      <Listing
        query={entries}
        label={t("title")}
        columns={columns}
        id={(e) => e.id}
        open={(e) => show({ entry: e.id })}
        current={open?.id}
        empty={
          <EmptyState
            icon={<IconHistory size={32} stroke={1.5} />}
            text={t(filtered ? "nothingFound" : "empty")}
            action={
              filtered && (
                <Group>
                  <Button variant="default" onClick={() => void go({ to: `/o/${org}/audit` })}>
                    {t("clear")}
                  </Button>
                </Group>
              )
            }
          />
        }
      />
      {open && <EntryDrawer entry={open} close={() => show({ entry: undefined })} show={show} />}
    </Page>
  );
}
