import { ActionIcon, Button, Drawer, Group as Row, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { type Column, DataTable } from "@/shared/kit/data-table";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { NamedDialog } from "../named-dialog";
import { SubjectPicker } from "../subject-picker";

type Member = Shape<"GroupMemberBody">;

/** Who is in a group; people and service accounts are put in and taken out. */
export function GroupDrawer({
  org,
  group,
  close,
}: {
  org: Org;
  group: Shape<"GroupBody">;
  close: () => void;
}) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [subject, setSubject] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Member>();
  const [deleting, setDeleting] = useState(false);
  const [naming, setNaming] = useState<typeof group>();
  const changed = { onSuccess: () => orgsChanged(queries) };
  const path = { org_id: org.id, group_id: group.id };
  const members = api.useQuery("get", "/api/v1/orgs/{org_id}/groups/{group_id}/members", {
    params: { path, query: { limit: 200 } },
  });
  const join = api.useMutation(
    "put",
    "/api/v1/orgs/{org_id}/groups/{group_id}/members/{subject_id}",
    changed,
  );
  const leave = api.useMutation("delete", "/api/v1/orgs/{org_id}/groups/{group_id}/members/{subject_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      setLeaving(undefined);
    },
  });
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/groups/{group_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}/groups/{group_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      setNaming(undefined);
    },
  });
  const write = may(group, "member:write");
  const columns: Column<Member>[] = [
    { id: "name", title: t("name"), cell: (m) => m.name },
    {
      id: "out",
      title: t("takeOut"),
      quiet: true,
      width: 56,
      align: "end",
      cell: (m) =>
        write && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("takeOutOne", { name: m.name })}
            onClick={() => setLeaving(m)}
          >
            <IconX size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        ),
    },
  ];
  return (
    <Drawer opened onClose={close} position="right" size={420} title={group.name}>
      <Stack gap="md">
        {write && (
          <Row align="flex-end" gap="xs" wrap="nowrap">
            <div style={{ flex: 1 }}>
              <SubjectPicker org={org} label={t("putIn")} value={subject} change={setSubject} withoutGroups />
            </div>
            <Button
              disabled={!subject}
              loading={join.isPending}
              onClick={() =>
                subject &&
                join.mutate(
                  { params: { path: { ...path, subject_id: subject } } },
                  { onSuccess: () => setSubject(null) },
                )
              }
            >
              {t("add")}
            </Button>
          </Row>
        )}
        <ProblemNote errors={new FieldErrors(join.error)} />
        {members.error && <ErrorState error={members.error} retry={() => members.refetch()} />}
        {members.data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("groupEmpty")}
          </Text>
        )}
        {members.data?.items.length !== 0 && !members.error && (
          <DataTable label={t("members")} columns={columns} rows={members.data?.items} id={(m) => m.id} />
        )}
        {write && (
          <Row gap="xs">
            <Button variant="default" onClick={() => setNaming(group)}>
              {t("rename")}
            </Button>
            <Button variant="light" color="red" onClick={() => setDeleting(true)}>
              {t("groupDelete")}
            </Button>
          </Row>
        )}
      </Stack>
      {naming && (
        <NamedDialog
          title={t("renameTitle", { org: group.name })}
          of={naming}
          close={() => setNaming(undefined)}
          send={(body) =>
            edit.mutate({ params: { path, header: { "If-Match": `"${naming.revision}"` } }, body })
          }
          going={edit.isPending}
          error={edit.error}
        />
      )}
      {leaving && (
        <ConfirmDanger
          opened
          close={() => {
            leave.reset();
            setLeaving(undefined);
          }}
          title={t("takeOutTitle", { name: leaving.name, group: group.name })}
          effect={t("takeOutEffect")}
          act={t("takeOut")}
          why
          perform={(reason) =>
            leave.mutate({ params: { path: { ...path, subject_id: leaving.id }, query: { reason } } })
          }
          going={leave.isPending}
          error={leave.error}
        />
      )}
      <ConfirmDanger
        opened={deleting}
        close={() => setDeleting(false)}
        title={t("groupDeleteTitle", { name: group.name })}
        effect={t("groupDeleteEffect")}
        act={t("groupDelete")}
        type={group.name}
        why
        perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
        going={remove.isPending}
        error={remove.error}
      />
    </Drawer>
  );
}
