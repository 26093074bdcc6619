import { Button, Drawer, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { PermissionPicker } from "@/shared/kit/permissions";
import { useRoleName } from "@/shared/kit/use-role-name";
import { orgsChanged } from "../../api/changed";
import { keyOf } from "../../model/key";
import { ChangeDialog } from "./change-dialog";

type Props = { org: Org; role: Shape<"RoleBody"> | undefined; close: () => void };

/** What a role permits or denies; custom ones can be changed by who may. */
export function RoleDrawer({ org, role, close }: Props) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const roleName = useRoleName();
  const [name, setName] = useState(role?.name ?? "");
  const [effect, setEffect] = useState(role?.effect ?? "allow");
  const [permissions, setPermissions] = useState(role?.permissions ?? []);
  const [deleting, setDeleting] = useState(false);
  const [saving, setSaving] = useState(false);
  const done = {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  };
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/roles", done);
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}/roles/{role_id}", done);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/roles/{role_id}", done);
  const errors = new FieldErrors(create.error ?? edit.error);
  const fixed = role !== undefined && !may(role, "role:write");
  const path = { org_id: role?.org_id ?? org.id, role_id: role?.id ?? "" };
  const save = () =>
    role &&
    edit.mutate({
      params: { path, header: { "If-Match": etag(role.revision) } },
      body: { name, permissions },
    });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (role && !alike(permissions, role.permissions)) setSaving(true);
    else if (role) save();
    else
      create.mutate({
        params: { path: { org_id: org.id } },
        body: { name, key: keyOf(name), effect, permissions },
      });
  };
  const wrong = errors.under("/permissions").map((d) => d.detail);
  return (
    <Drawer opened onClose={close} position="right" size={640} title={role ? roleName(role) : t("roleNew")}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {fixed ? (
            <Text size="sm" c="dimmed">
              {t(role.system ? "systemRoleHelp" : "fixedRoleHelp")}
            </Text>
          ) : (
            <TextInput
              label={t("name")}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
              error={errors.at("/name") ?? errors.at("/key")}
            />
          )}
          {!role && (
            <SegmentedControl
              aria-label={t("effect")}
              value={effect}
              onChange={(x) => setEffect(x as typeof effect)}
              data={[
                { value: "allow", label: t("allows") },
                { value: "deny", label: t("denies") },
              ]}
            />
          )}
          {effect === "deny" && <Text size="sm">{t("denyHelp")}</Text>}
          <PermissionPicker
            label={t("permissions")}
            value={permissions}
            change={setPermissions}
            disabled={fixed}
            error={wrong.join("; ") || undefined}
          />
          <ProblemNote errors={errors} />
          {!fixed && (
            <Group justify="space-between">
              {role ? (
                <Button variant="light" color="red" onClick={() => setDeleting(true)}>
                  {t("roleDelete")}
                </Button>
              ) : (
                <span />
              )}
              <Button
                type="submit"
                loading={create.isPending || edit.isPending}
                disabled={!name.trim() || permissions.length === 0}
              >
                {t(role ? "shared:save" : "shared:create")}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      {role && saving && (
        <ChangeDialog
          role={role}
          permissions={permissions}
          close={() => setSaving(false)}
          save={save}
          going={edit.isPending}
          error={edit.error}
        />
      )}
      {role && (
        <ConfirmDanger
          opened={deleting}
          close={() => setDeleting(false)}
          title={t("roleDeleteTitle", { name: role.name })}
          effect={t("roleDeleteEffect")}
          act={t("roleDelete")}
          type={role.name}
          why
          perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
          going={remove.isPending}
          error={remove.error}
        />
      )}
    </Drawer>
  );
}

/** Whether both hold the same permissions, in whatever order. */
function alike(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((p) => other.includes(p));
}
