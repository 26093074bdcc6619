import { ActionIcon, Alert, Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { dateTime } from "@/shared/lib/format";
import { oneTrigger, type Trigger, useTriggerNews } from "./api";
import classes from "./triggers.module.css";
import { WebhookCall } from "./webhook-call";

/** Where a webhook is called, and the keys that its calls are signed with. A key is shown once. */
export function WebhookAccess({ org, trigger }: { org: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const news = useTriggerNews();
  const [given, setGiven] = useState("");
  const [removing, setRemoving] = useState<string>();
  const path = { org_id: org, trigger_key: trigger.key };
  const add = api.useMutation("post", `${oneTrigger}/keys`, {
    onSuccess: (_, sent) => {
      // What was typed since it was sent is another key, or still to come.
      setGiven((now) => (now === (sent.body.value ?? "") ? "" : now));
      void news();
    },
  });
  const remove = api.useMutation("delete", `${oneTrigger}/keys/{key_id}`, {
    onSuccess: () => {
      setRemoving(undefined);
      void news();
    },
  });
  const address = `${window.location.origin}${trigger.address ?? ""}`;
  const keys = trigger.keys ?? [];
  const unsigned = trigger.webhook?.scheme === "none";
  const made = add.data?.value;
  return (
    <Stack gap="sm" component="section" aria-label={t("access")}>
      <Copied label={t("address")} value={address} />
      {trigger.webhook?.scheme === "catenary" && <WebhookCall address={address} trigger={trigger.id} />}
      {!unsigned && (
        <>
          <Text size="sm" fw={500}>
            {t("keys")}
          </Text>
          {keys.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("noKeys")}
            </Text>
          )}
          {made && (
            <Alert variant="default" title={t("keyOnce")}>
              <Copied label={t("key")} value={made} />
            </Alert>
          )}
          <ul className={classes.keys}>
            {keys.map((k) => (
              <li key={k.id}>
                <span>{t("keyOf", { at: dateTime(k.created_at) })}</span>
                <Can do="trigger:write" on={trigger}>
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t("removeKey", { at: dateTime(k.created_at) })}
                    onClick={() => setRemoving(k.id)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Can>
              </li>
            ))}
          </ul>
          <ProblemNote errors={new FieldErrors(add.error)} />
          {trigger.can.includes("trigger:write") && (
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                flex={1}
                size="xs"
                type="password"
                autoComplete="off"
                label={t("ownKey")}
                placeholder={t("ownKeyWhat")}
                value={given}
                onChange={(e) => setGiven(e.currentTarget.value)}
              />
              <Button
                size="xs"
                variant="default"
                loading={add.isPending}
                onClick={() => add.mutate({ params: { path }, body: given ? { value: given } : {} })}
              >
                {given ? t("addKey") : t("makeKey")}
              </Button>
            </Group>
          )}
        </>
      )}
      <ConfirmDanger
        opened={removing !== undefined}
        close={() => setRemoving(undefined)}
        title={t("removeKeyTitle")}
        effect={t("removeKeyEffect")}
        act={t("shared:delete")}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) =>
          removing && remove.mutate({ params: { path: { ...path, key_id: removing }, query: { reason } } })
        }
      />
    </Stack>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      classNames={{ input: classes.code }}
      rightSectionWidth={80}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      }
    />
  );
}
