import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { useCurrentOrg } from "@/shared/api/current-org";
import { useMe } from "@/shared/api/session";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { PersonField } from "@/shared/kit/person-field";
import { dateTime } from "@/shared/lib/format";
import { firstMoment, lastMoment } from "../model/days";
import classes from "./settings.module.css";

type Delegation = Shape<"DelegationBody">;

const all = "/api/v1/me/delegations" as const;
const blank = { to: "", from: "", until: "", reason: "" };

/** Who decides in somebody's place, from one day to another. */
export function DeputyTab() {
  const { t } = useTranslation("settings");
  const me = useMe().data?.subject_id;
  const org = useCurrentOrg();
  const queries = useQueryClient();
  const listed = api.useQuery("get", all, { params: { query: { limit: 100 } } });
  const onSuccess = () => void queries.invalidateQueries({ queryKey: ["get", all] });
  const [form, setForm] = useState(blank);
  const set = (next: Partial<typeof blank>) => setForm((f) => ({ ...f, ...next }));
  const make = api.useMutation("post", all, {
    onSuccess: () => {
      setForm(blank);
      onSuccess();
    },
  });
  const end = api.useMutation("delete", `${all}/{delegation_id}`, { onSuccess });
  const errors = new FieldErrors(make.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    make.mutate({
      body: {
        to: form.to.trim(),
        ends_at: lastMoment(form.until),
        ...(form.from ? { begins_at: firstMoment(form.from) } : {}),
        ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
      },
    });
  };
  const mine = (d: Delegation) => d.from?.id === me;
  const other = (d: Delegation) => (mine(d) ? d.to : d.from)?.name ?? "";
  const columns: Column<Delegation>[] = [
    {
      id: "who",
      title: t("deputy.who"),
      cell: (d) => (
        <>
          {other(d)}
          <Text size="xs" c="dimmed">
            {t(mine(d) ? "deputy.mine" : "deputy.other")}
          </Text>
        </>
      ),
    },
    {
      id: "when",
      title: t("deputy.when"),
      cell: (d) => `${dateTime(d.begins_at)} – ${dateTime(d.ends_at)}`,
    },
    {
      id: "end",
      title: t("deputy.end"),
      quiet: true,
      width: 96,
      align: "end",
      cell: (d) =>
        mine(d) && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("deputy.endOne", { name: other(d) })}
            loading={end.isPending && end.variables?.params.path.delegation_id === d.id}
            onClick={() => end.mutate({ params: { path: { delegation_id: d.id } } })}
          >
            {t("deputy.end")}
          </Button>
        ),
    },
  ];
  if (listed.error && !listed.data) return <ErrorState error={listed.error} retry={() => listed.refetch()} />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={640}>
        {t("deputy.help")}
      </Text>
      {listed.data?.items.length === 0 ? (
        <Text size="sm">{t("deputy.none")}</Text>
      ) : (
        <DataTable label={t("deputy.list")} columns={columns} rows={listed.data?.items} id={(d) => d.id} />
      )}
      <ProblemNote errors={new FieldErrors(end.error)} />
      <Paper withBorder className={classes.section}>
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Title order={2}>{t("deputy.title")}</Title>
            <PersonField
              org={org}
              label={t("deputy.to")}
              description={t("deputy.toHelp")}
              value={form.to}
              change={(to) => set({ to })}
              error={errors.at("/to")}
            />
            <Group gap="sm" align="flex-start">
              <TextInput
                type="date"
                label={t("deputy.from")}
                value={form.from}
                error={errors.at("/begins_at")}
                onChange={(e) => set({ from: e.currentTarget.value })}
              />
              <TextInput
                type="date"
                label={t("deputy.until")}
                required
                value={form.until}
                error={errors.at("/ends_at")}
                onChange={(e) => set({ until: e.currentTarget.value })}
              />
            </Group>
            <TextInput
              label={t("deputy.reason")}
              value={form.reason}
              error={errors.at("/reason")}
              onChange={(e) => set({ reason: e.currentTarget.value })}
            />
            <ProblemNote errors={errors} />
            <Button
              type="submit"
              w="fit-content"
              disabled={form.to.trim() === "" || form.until === ""}
              loading={make.isPending}
            >
              {t("deputy.make")}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}
