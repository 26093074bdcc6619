import { Alert, Anchor, Button, PasswordInput, Stack } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { linkSecret } from "../model/address";
import { Card } from "./card";
import { Refusal } from "./refusal";

/**
 * Takes an invitation up. Whoever is new chooses a password; whoever has an account gives its own. Which of
 * both it is, the server tells only by accepting or not.
 */
export function InvitePage() {
  const { t, i18n } = useTranslation("auth");
  const [link] = useState(() => linkSecret(location.hash));
  const [password, setPassword] = useState("");
  const accept = api.useMutation("post", "/api/v1/invitations/accept");
  const errors = new FieldErrors(accept.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    accept.mutate({ body: { link, locale: i18n.language, ...(password ? { password } : {}) } });
  };
  if (accept.data)
    return (
      <Card title={t("inviteDone", { tenant: accept.data.tenant.name })}>
        <Alert role="status" color="teal" variant="light" icon={<IconCheck aria-hidden />}>
          {t("inviteDoneMore", { email: accept.data.email })}
        </Alert>
        <Button component={Link} to="/sign-in" fullWidth>
          {t("signIn")}
        </Button>
      </Card>
    );
  return (
    <Card title={t("inviteTitle")} intro={t("inviteIntro")}>
      {link === "" ? (
        <Alert role="alert" color="red" variant="light" title={t("refused.link_unknown")} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <PasswordInput
              label={t("password")}
              description={t("invitePassword")}
              autoComplete="new-password"
              required
              withAsterisk={false}
              autoFocus
              error={errors.at("/password")}
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
            />
            {errors.rest() && <Refusal error={accept.error} />}
            <Button type="submit" loading={accept.isPending} fullWidth>
              {t("inviteAccept")}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} to="/sign-in" size="sm" ta="center">
        {t("backToSignIn")}
      </Anchor>
    </Card>
  );
}
