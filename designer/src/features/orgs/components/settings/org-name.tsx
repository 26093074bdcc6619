import { Alert, Button, Group, Paper, Stack, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { useDraft } from "@/shared/kit/use-draft";
import { orgsChanged } from "../../api/changed";

/** What an org is called, by people and by programs. */
export function OrgName({ org }: { org: Org }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const draft = useDraft<{ name?: string; key?: string }, Org>(org);
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}", {
    onSuccess: (next) => {
      queries.setQueryData(["get", "/api/v1/orgs/{org_id}", { params: { path: { org_id: org.id } } }], next);
      notifications.show({ message: t("settings.saved") });
    },
    onSettled: () => orgsChanged(queries),
  });
  const errors = new FieldErrors(edit.error);
  const typed = draft.value ?? {};
  const name = typed.name ?? draft.from.name;
  const key = typed.key ?? draft.from.key;
  const above = org.path.slice(0, -1).map((o) => o.key);
  const way = (last: string) => [...above, last].join("/");
  const fixed = !may(org, "org:edit");
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (edit.isPending || fixed) return;
    edit.mutate(
      {
        params: { path: { org_id: org.id }, header: { "If-Match": etag(draft.from.revision) } },
        body: { name, key },
      },
      { onSuccess: (next) => draft.kept(next, draft.value) },
    );
  };
  return (
    <Paper component="section" withBorder p="md" maw={560} aria-labelledby="org-name">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Title order={2} id="org-name">
            {t("settings.names")}
          </Title>
          <TextInput
            label={t("name")}
            value={name}
            readOnly={fixed}
            onChange={(e) => draft.write({ ...typed, name: e.currentTarget.value })}
            error={errors.at("/name")}
          />
          <TextInput
            label={t("key")}
            description={t("keyHelp")}
            value={key}
            readOnly={fixed}
            onChange={(e) => draft.write({ ...typed, key: e.currentTarget.value })}
            error={errors.at("/key")}
          />
          {key.trim() !== draft.from.key && key.trim() && (
            <Alert variant="light" color="yellow" role="status">
              {t("settings.keyChanges", { from: way(draft.from.key), to: way(key.trim()) })}
            </Alert>
          )}
          <ProblemNote errors={errors} />
          <Group gap="xs">
            <Can do="org:edit" on={org}>
              <Button
                type="submit"
                loading={edit.isPending}
                disabled={draft.value === undefined || !name.trim() || !key.trim()}
              >
                {t("shared:save")}
              </Button>
            </Can>
            {draft.value !== undefined && (
              <Button
                variant="default"
                onClick={() => {
                  draft.drop();
                  edit.reset();
                }}
              >
                {t("shared:cancel")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
