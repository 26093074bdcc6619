import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import classes from "./settings.module.css";

/** Changes the password; all other sessions end. */
export function PasswordSection() {
  const { t } = useTranslation("settings");
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const change = api.useMutation("post", "/api/v1/me/password", {
    onSuccess: () => {
      setOld("");
      setPassword("");
      notifications.show({ message: t("passwordChanged") });
    },
  });
  const wrongOld = change.error && asProblem(change.error).code === "auth.failed";
  const errors = new FieldErrors(wrongOld ? undefined : change.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    change.mutate({ body: { old, password } });
  };
  return (
    <Paper withBorder className={classes.section}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <div>
            <Title order={2}>{t("password")}</Title>
            <Text size="sm" c="dimmed">
              {t("passwordHelp")}
            </Text>
          </div>
          <PasswordInput
            label={t("oldPassword")}
            autoComplete="current-password"
            value={old}
            onChange={(e) => setOld(e.currentTarget.value)}
            error={wrongOld ? t("wrongOld") : errors.at("/old")}
          />
          <PasswordInput
            label={t("newPassword")}
            description={t("passwordRule")}
            autoComplete="new-password"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={errors.at("/password")}
          />
          <ProblemNote errors={errors} />
          <Group>
            <Button type="submit" loading={change.isPending} disabled={!old || !password}>
              {t("changePassword")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
