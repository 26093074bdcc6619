import { Badge, Button, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import { browserOf } from "../model/browser";

type Session = Shape<"ListedSessionBody">;

/** Where somebody is signed in, to be ended one by one. */
export function SessionsTab() {
  const { t } = useTranslation("settings");
  const queries = useQueryClient();
  const sessions = api.useQuery("get", "/api/v1/me/sessions", { params: { query: { limit: 100 } } });
  const end = api.useMutation("delete", "/api/v1/me/sessions/{session_id}", {
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["get", "/api/v1/me/sessions"] }),
  });
  const columns: Column<Session>[] = [
    {
      id: "browser",
      title: t("browser"),
      cell: (s) => (
        <span title={s.agent}>
          {browserOf(s.agent) || s.agent || t("unknownBrowser")}{" "}
          {s.current && (
            <Badge variant="light" size="sm">
              {t("thisOne")}
            </Badge>
          )}
        </span>
      ),
    },
    { id: "address", title: t("address"), cell: (s) => s.address, width: 160 },
    { id: "tenant", title: t("tenant"), cell: (s) => s.tenant, width: 140, wide: true },
    { id: "seen", title: t("seen"), cell: (s) => <RelativeTime at={s.seen_at} />, width: 150 },
    { id: "ends", title: t("ends"), cell: (s) => <RelativeTime at={s.ends_at} />, width: 150, wide: true },
    {
      id: "end",
      title: t("endSession"),
      quiet: true,
      width: 110,
      align: "end",
      cell: (s) =>
        !s.current && (
          <Button
            size="compact-sm"
            variant="default"
            loading={end.isPending && end.variables?.params.path.session_id === s.id}
            onClick={() => end.mutate({ params: { path: { session_id: s.id } } })}
          >
            {t("endSession")}
          </Button>
        ),
    },
  ];
  if (sessions.error) return <ErrorState error={sessions.error} retry={() => sessions.refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t("sessionsHelp")}
      </Text>
      <ProblemNote errors={new FieldErrors(end.error)} />
      <DataTable label={t("tab.sessions")} columns={columns} rows={sessions.data?.items} id={(s) => s.id} />
    </>
  );
}
