import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { InvitationLink } from "./invitation-link";

/** Invites somebody to an org. What they may do is granted afterwards. */
export function InviteDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const invite = api.useMutation("post", "/api/v1/orgs/{org_id}/members", {
    onSuccess: () => orgsChanged(queries),
  });
  const errors = new FieldErrors(invite.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    invite.mutate({ params: { path: { org_id: org.id } }, body: { name, email: email.trim() } });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("inviteTitle", { org: org.name })}
      closeOnClickOutside={!invite.data}
    >
      {invite.data ? (
        <InvitationLink invitation={invite.data} close={close} />
      ) : (
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
              type="email"
              label={t("email")}
              value={email}
              onChange={(e) => setEmail(e.currentTarget.value)}
              error={errors.at("/email")}
            />
            <Text size="sm" c="dimmed">
              {t("inviteHelp")}
            </Text>
            <ProblemNote errors={errors} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {t("shared:cancel")}
              </Button>
              <Button type="submit" loading={invite.isPending} disabled={!name.trim() || !email.trim()}>
                {t("invite")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
