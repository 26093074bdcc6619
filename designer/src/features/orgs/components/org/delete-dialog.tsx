import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { onEnter } from "@/shared/lib/ime";
import { beforehand } from "../../api/beforehand";
import { orgsChanged } from "../../api/changed";
import { Holdings } from "./holdings";

/** Deletes an org with all below it, after showing what that is; for 30 days it can be brought back. */
export function DeleteDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const go = useNavigate();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const params = { path: { org_id: org.id } };
  const held = api.useQuery("post", "/api/v1/orgs/{org_id}/delete-preview", { params }, beforehand);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}", {
    onSuccess: () => {
      close();
      void go({ to: `/o/${org.parent_id}/members` }).then(() => orgsChanged(queries));
    },
  });
  const why = reason.trim();
  const ready = held.data && why !== "" && typed.trim() === org.key && !remove.isPending;
  const perform = () =>
    ready && remove.mutate({ params: { ...params, query: { subtree: true, reason: why } } });
  const errors = new FieldErrors(remove.error);
  return (
    <Modal opened onClose={close} title={t("deleteTitle", { org: org.name })}>
      <Stack gap="md">
        <Stack gap="xs">
          <Text size="sm">{t("deleteEffect")}</Text>
          <Holdings held={held} />
        </Stack>
        <Textarea
          label={t("shared:reason")}
          description={t("shared:reasonHelp")}
          required
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={reason}
          error={errors.at("#/query/reason")}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <TextInput
          label={t("shared:typeToConfirm", { name: org.key })}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          onKeyDown={onEnter(perform)}
          autoComplete="off"
        />
        <ProblemNote errors={errors} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button
            color="red"
            disabled={!ready && !remove.isPending}
            loading={remove.isPending}
            onClick={perform}
          >
            {t("delete")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
