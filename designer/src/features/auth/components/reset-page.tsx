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

/** Sets a new password by a mailed link. All sessions end; the second factor stays. */
export function ResetPage() {
  const { t } = useTranslation("auth");
  const [link] = useState(() => linkSecret(location.hash));
  const [password, setPassword] = useState("");
  const reset = api.useMutation("post", "/api/v1/session/resets");
  const errors = new FieldErrors(reset.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    reset.mutate({ body: { link, password } });
  };
  if (reset.isSuccess)
    return (
      <Card title={t("resetDone")}>
        <Alert role="status" color="teal" variant="light" icon={<IconCheck aria-hidden />}>
          {t("resetDoneMore")}
        </Alert>
        <Button component={Link} to="/sign-in" fullWidth>
          {t("signIn")}
        </Button>
      </Card>
    );
  return (
    <Card title={t("resetTitle")} intro={t("resetIntro")}>
      {link === "" ? (
        <Alert role="alert" color="red" variant="light" title={t("refused.link_unknown")} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <PasswordInput
              label={t("newPassword")}
              description={t("passwordRule")}
              autoComplete="new-password"
              required
              withAsterisk={false}
              autoFocus
              error={errors.at("/password")}
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
            />
            {errors.rest() && <Refusal error={reset.error} />}
            <Button type="submit" loading={reset.isPending} fullWidth>
              {t("resetSet")}
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
