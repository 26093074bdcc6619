import { Alert, Anchor, Button, PasswordInput, Stack } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors } from "@/shared/kit/field-errors";
import { linkSecret } from "../model/address";
import { Card } from "./card";
import { Refusal } from "./refusal";

type Props = {
  words: { title: string; intro: string; label: string; help: string; act: string };
  send: (link: string, password: string) => void;
  going: boolean;
  error: unknown;
  /** What stands there instead once it is done. */
  done: { title: string; more: string } | undefined;
};

/** The page that a mailed link leads to and that asks for a password; then one can sign in. */
export function PasswordByLink({ words, send, going, error, done }: Props) {
  const { t } = useTranslation("auth");
  const [link] = useState(() => linkSecret(location.hash));
  const [password, setPassword] = useState("");
  const errors = new FieldErrors(error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send(link, password);
  };
  if (done)
    return (
      <Card title={done.title}>
        <Alert role="status" color="teal" variant="light" icon={<IconCheck aria-hidden />}>
          {done.more}
        </Alert>
        <Button component={Link} to="/sign-in" fullWidth>
          {t("signIn")}
        </Button>
      </Card>
    );
  return (
    <Card title={words.title} intro={words.intro}>
      {link === "" ? (
        <Alert role="alert" color="red" variant="light" title={t("refused.link_unknown")} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <PasswordInput
              label={words.label}
              description={words.help}
              autoComplete="new-password"
              required
              withAsterisk={false}
              autoFocus
              error={errors.at("/password")}
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
            />
            {errors.rest() && <Refusal error={error} />}
            <Button type="submit" loading={going} fullWidth>
              {words.act}
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
