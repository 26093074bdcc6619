import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { usePermissionName } from "@/shared/kit/permission-name";
import { useRoleName } from "@/shared/kit/use-role-name";
import { list } from "@/shared/lib/format";
import { beforehand } from "../../api/beforehand";
import { orgsChanged } from "../../api/changed";
import { Foreseen } from "../foreseen";
import { SubjectPicker } from "../subject-picker";

/** Grants somebody a role in an org and all below it; it says what they gain by it. */
export function GrantDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const roleName = useRoleName();
  const name = usePermissionName();
  const [subject, setSubject] = useState<string | null>(null);
  const [role, setRole] = useState<string | null>(null);
  const [ends, setEnds] = useState("");
  const roles = api.useQuery("get", "/api/v1/orgs/{org_id}/roles", {
    params: { path: { org_id: org.id }, query: { limit: 200 } },
  });
  const grant = api.useMutation("post", "/api/v1/orgs/{org_id}/grants", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  const params = { path: { org_id: org.id } };
  const preview = api.useQuery(
    "post",
    "/api/v1/orgs/{org_id}/grant-preview",
    { params, body: { subject_id: subject ?? "", role_id: role ?? "" } },
    { ...beforehand, enabled: !!subject && !!role },
  );
  const errors = new FieldErrors(grant.error);
  const chosen = roles.data?.items.find((r) => r.id === role);
  const words = list((chosen?.permissions ?? []).map((p) => `${name(p.split(":")[0] ?? p)}: ${name(p)}`));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!subject || !role) return;
    grant.mutate({
      params,
      body: {
        subject_id: subject,
        role_id: role,
        ...(ends ? { ends_at: new Date(`${ends}T23:59:59`).toISOString() } : {}),
      },
    });
  };
  return (
    <Modal opened onClose={close} title={t("grantTitle", { org: org.name })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <SubjectPicker
            org={org}
            label={t("who")}
            value={subject}
            change={setSubject}
            error={errors.at("/subject_id")}
          />
          <Select
            label={t("role")}
            data={(roles.data?.items ?? []).map((r) => ({ value: r.id, label: roleName(r) }))}
            value={role}
            onChange={setRole}
            searchable
            error={errors.at("/role_id")}
          />
          {chosen && (
            <Text size="sm" role="status">
              {t(chosen.effect === "deny" ? "roleDenies" : "roleGives", { org: org.name, what: words })}
            </Text>
          )}
          {subject && role && <Foreseen asked={preview} />}
          <TextInput
            type="date"
            label={t("ends")}
            description={t("endsHelp")}
            value={ends}
            onChange={(e) => setEnds(e.currentTarget.value)}
            error={errors.at("/ends_at")}
          />
          <ProblemNote errors={errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={grant.isPending} disabled={!subject || !role}>
              {t("grant")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
