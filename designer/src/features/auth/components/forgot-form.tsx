import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Refusal } from "./refusal";

/** Asks for a link by which a new password can be set. What is said afterwards is the same for every address. */
export function ForgotForm({ email: known, back }: { email: string; back: () => void }) {
  const { t } = useTranslation("auth");
  const [email, setEmail] = useState(known);
  const ask = api.useMutation("post", "/api/v1/session/reset-requests");
  const submit = (e: FormEvent) => {
    e.preventDefault();
    ask.mutate({ body: { email: email.trim() } });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {ask.isSuccess ? (
          <Alert
            role="status"
            color="indigo"
            variant="light"
            icon={<IconMail aria-hidden />}
            title={t("forgotSent")}
          >
            {t("forgotSentMore")}
          </Alert>
        ) : (
          <>
            <TextInput
              type="email"
              label={t("email")}
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={(e) => setEmail(e.currentTarget.value)}
            />
            <Refusal error={ask.error} />
            <Button type="submit" loading={ask.isPending} fullWidth>
              {t("forgotSend")}
            </Button>
          </>
        )}
        <Anchor component="button" type="button" size="sm" onClick={back}>
          {t("backToSignIn")}
        </Anchor>
      </Stack>
    </form>
  );
}
