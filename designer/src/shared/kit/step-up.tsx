import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { api, surroundings } from "@/shared/api/client";
import { useMe } from "@/shared/api/session";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { onEnter } from "@/shared/lib/ime";

/** Who waits until somebody has shown again that it is them. */
const asked = create<{ waiting: ((shown: boolean) => void)[] }>(() => ({ waiting: [] }));

/** What the client does when the server wants a factor again: all who need it wait for one dialog. */
export function askStepUp(): Promise<boolean> {
  return new Promise((resolve) => asked.setState((s) => ({ waiting: [...s.waiting, resolve] })));
}

function answer(shown: boolean) {
  const { waiting } = asked.getState();
  asked.setState({ waiting: [] });
  for (const resolve of waiting) resolve(shown);
}

/** Lets the client ask through the dialog. */
export function stepUpByDialog() {
  surroundings.stepUp = askStepUp;
}

/**
 * Asks for a factor again before a sensitive act, and then lets it go on. Stands once, in the frame. Whoever
 * has a second factor gives a code of it, all others their password.
 */
export function StepUp() {
  const waiting = asked((s) => s.waiting.length > 0);
  const { t } = useTranslation();
  return (
    <Modal opened={waiting} onClose={() => answer(false)} title={t("stepUp.title")} zIndex={400}>
      <StepUpForm />
    </Modal>
  );
}

function StepUpForm() {
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
