import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { paged } from "@/shared/api/paged";
import { useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { EmptyState } from "@/shared/kit/empty-state";
import { Listing } from "@/shared/kit/listing";
import { list, number } from "@/shared/lib/format";
import { weekday } from "@/shared/lib/weekday";
import { CalendarDialog } from "./calendar-dialog";

export type Calendar = Shape<"CalendarBody">;

/** Which days are worked in an org. Schedules and the windows of releases keep to them. */
export function Calendars({ org }: { org: string }) {
  const { t } = useTranslation("triggers");
  const seen = useOrg(org).data;
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Calendar | "new">();
  const [leaving, setLeaving] = useState<Calendar>();
  const calendars = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/calendars",
    { params: { path: { org_id: org }, query: { limit: 100 } } },
    paged,
  );
  const changed = () =>
    queries.invalidateQueries({
      predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/calendars"),
    });
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/calendars/{calendar_key}", {
    onSuccess: async () => {
      await changed();
      setLeaving(undefined);
    },
  });
  return (
    <Stack gap="md" align="stretch">
      <Text size="sm" c="dimmed" maw={640}>
        {t("days.intro")}
      </Text>
      <Group>
        <Can do="trigger:write" on={seen}>
          <Button onClick={() => setEdited("new")}>{t("days.create")}</Button>
        </Can>
      </Group>
      <Listing<Calendar>
        query={calendars}
        label={t("days.title")}
        id={(c) => c.id}
        columns={[
          {
            id: "name",
            title: t("shared:field.name"),
            cell: (c) => (
              <>
                {c.name}
                <Text size="xs" c="dimmed">
                  {c.key}
                </Text>
              </>
            ),
          },
          {
            id: "week",
            title: t("days.weekdays"),
            cell: (c) => list(c.weekdays.map((d) => weekday(d, "short"))),
          },
          {
            id: "off",
            title: t("days.off"),
            wide: true,
            width: 140,
            align: "end",
            cell: (c) => number(c.days_off.length),
          },
          {
            id: "worked",
            title: t("days.worked"),
            wide: true,
            width: 160,
            align: "end",
            cell: (c) => number(c.workdays.length),
          },
          {
            id: "acts",
            title: t("days.acts"),
            quiet: true,
            width: 200,
            align: "end",
            cell: (c) => (
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                <Can do="trigger:write" on={seen}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t("days.editOne", { name: c.name })}
                    onClick={() => setEdited(c)}
                  >
                    {t("days.edit")}
                  </Button>
                </Can>
                <Can do="trigger:write" on={seen}>
                  <Button
                    size="compact-sm"
                    color="red"
                    variant="light"
                    aria-label={t("days.deleteOne", { name: c.name })}
                    onClick={() => setLeaving(c)}
                  >
                    {t("shared:delete")}
                  </Button>
                </Can>
              </Group>
            ),
          },
        ]}
        empty={<EmptyState icon={<IconCalendar size={32} stroke={1.5} />} text={t("days.none")} />}
      />
      {edited && (
        <CalendarDialog
          org={org}
          calendar={edited === "new" ? undefined : edited}
          close={() => setEdited(undefined)}
          kept={changed}
        />
      )}
      <ConfirmDanger
        opened={leaving !== undefined}
        close={() => {
          setLeaving(undefined);
          remove.reset();
        }}
        title={t("days.deleteTitle", { name: leaving?.name ?? "" })}
        effect={t("days.deleteEffect")}
        act={t("days.deleteAct")}
        type={leaving?.key ?? ""}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) =>
          leaving &&
          remove.mutate({
            params: {
              query: { reason },
              path: { org_id: org, calendar_key: leaving.key },
              header: { "If-Match": etag(leaving.revision) },
            },
          })
        }
      />
    </Stack>
  );
}
