import { Alert, Button, Group, Paper, Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/session";
import { changeLanguage } from "@/shared/i18n/i18n";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import classes from "./settings.module.css";

/** Name and language. The address can be confirmed, so that a new password can be sent to it. */
export function ProfileTab() {
  const { t, i18n } = useTranslation("settings");
  const me = useMe();
  const queries = useQueryClient();
  const [name, setName] = useState<string>();
  const save = api.useMutation("patch", "/api/v1/me", {
    onSuccess: (mine, { body: sent }) => {
      queries.setQueryData(["get", "/api/v1/me", {}], mine);
      setName((now) => (now === sent.name ? undefined : now));
      notifications.show({ message: t("saved") });
    },
  });
  const verify = api.useMutation("post", "/api/v1/me/verification-requests");
  const errors = new FieldErrors(save.error);
  const person = me.data?.person;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (name !== undefined) save.mutate({ body: { name } });
  };
  const speak = (locale: string | null) => {
    if (locale !== "en" && locale !== "zh-CN") return;
    void changeLanguage(locale);
    save.mutate({ body: { locale } });
  };
  return (
    <Paper withBorder className={classes.section}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t("name")}
            autoComplete="name"
            value={name ?? me.data?.name ?? ""}
            onChange={(e) => setName(e.currentTarget.value)}
            error={errors.at("/name")}
          />
          <TextInput label={t("email")} value={person?.email ?? ""} readOnly />
          {person && !person.email_verified && (
            <Alert color="yellow" variant="light" title={t("unverified")}>
              <Group gap="xs">
                {verify.isSuccess ? (
                  <span role="status">{t("verificationSent")}</span>
                ) : (
                  <Button
                    size="xs"
                    variant="default"
                    loading={verify.isPending}
                    onClick={() => verify.mutate({})}
                  >
                    {t("sendVerification")}
                  </Button>
                )}
              </Group>
              <ProblemNote errors={new FieldErrors(verify.error)} />
            </Alert>
          )}
          <Select
            label={t("language")}
            description={t("languageHelp")}
            data={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
            allowDeselect={false}
            value={i18n.language}
            onChange={speak}
            error={errors.at("/locale")}
          />
          <ProblemNote errors={errors} />
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={name === undefined || name.trim() === "" || name === me.data?.name}
            >
              {t("shared:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
