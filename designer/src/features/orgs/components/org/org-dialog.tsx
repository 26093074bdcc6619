import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { keyOf } from "../../model/key";

type Props = { org?: Org; parent?: Org; close: () => void };

/** Names a new org below `parent`, or gives `org` another name or key. */
export function OrgDialog({ org: now, parent, close }: Props) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const go = useNavigate();
  const [org] = useState(now);
  const [name, setName] = useState(org?.name ?? "");
  const [key, setKey] = useState(org?.key);
  const create = api.useMutation("post", "/api/v1/orgs", {
    onSuccess: (made) => {
      orgsChanged(queries);
      close();
      void go({ to: `/o/${made.id}/members` });
    },
  });
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  const errors = new FieldErrors(org ? edit.error : create.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const body = { name, key: key ?? keyOf(name) };
    if (org)
      edit.mutate({
        params: { path: { org_id: org.id }, header: { "If-Match": `"${org.revision}"` } },
        body,
      });
    else if (parent) create.mutate({ body: { ...body, parent_id: parent.id } });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={org ? t("renameTitle", { org: org.name }) : t("createTitle", { org: parent?.name ?? "" })}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t("name")}
            data-autofocus
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={errors.at("/name")}
          />
          <TextInput
            label={t("key")}
            description={t("keyHelp")}
            value={key ?? keyOf(name)}
            onChange={(e) => setKey(e.currentTarget.value)}
            error={errors.at("/key")}
          />
          <ProblemNote errors={errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={create.isPending || edit.isPending} disabled={!name.trim()}>
              {t(org ? "shared:save" : "shared:create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
