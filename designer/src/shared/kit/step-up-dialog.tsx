import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/session";
import { onEnter } from "@/shared/lib/ime";
import { FieldErrors, ProblemNote } from "./field-errors";

type Props = { answer: (shown: boolean) => void };

/** Asks for the second factor, or for the password of whoever has none. */
export function StepUpDialog({ answer, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={t("stepUp.title")} zIndex={400}>
      <StepUpForm answer={answer} />
    </Modal>
  );
}

function StepUpForm({ answer }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const codes = me.data?.person?.second_factor ?? false;
  const [recovering, setRecovering] = useState(false);
  const [given, setGiven] = useState("");
  const confirm = api.useMutation("post", "/api/v1/session/step-up");
  const errors = new FieldErrors(confirm.error);

  const send = () => {
    const value = given.trim();
    const body = !codes ? { password: given } : recovering ? { recovery_code: value } : { totp: value };
    confirm.mutate({ body }, { onSuccess: () => answer(true), onError: () => setGiven("") });
  };
  const field = {
    value: given,
    onChange: (e: { currentTarget: { value: string } }) => setGiven(e.currentTarget.value),
    onKeyDown: onEnter(() => given && send()),
    "data-autofocus": true,
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("stepUp.why")}
      </Text>
      {!codes && <PasswordInput label={t("stepUp.password")} autoComplete="current-password" {...field} />}
      {codes && (
        <TextInput
          label={t(recovering ? "stepUp.recovery" : "stepUp.code")}
          inputMode={recovering ? "text" : "numeric"}
          autoComplete="one-time-code"
          {...field}
        />
      )}
      <ProblemNote errors={errors} />
      <Group justify="space-between">
        {codes ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setRecovering(!recovering)}>
            {t(recovering ? "stepUp.useCode" : "stepUp.useRecovery")}
          </Button>
        ) : (
          <span />
        )}
        <Group gap="xs">
          <Button variant="default" onClick={() => answer(false)}>
            {t("cancel")}
          </Button>
          <Button onClick={send} loading={confirm.isPending} disabled={!given}>
            {t("stepUp.confirm")}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
