import { Button, PasswordInput, Skeleton, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors } from "@/shared/kit/field-errors";
import { Card } from "./card";
import { Refusal } from "./refusal";

const empty = { code: "", tenant: "", name: "", email: "", password: "" };

/** Makes the first tenant and its owner, with the code that the server wrote when it started. */
export function SetupPage() {
  const { t, i18n } = useTranslation("auth");
  const go = useNavigate();
  const queries = useQueryClient();
  const [form, setForm] = useState(empty);
  const needed = api.useQuery("get", "/api/v1/setup", {}, { retry: false });
  const make = api.useMutation("post", "/api/v1/setup", {
    onSuccess: () => {
      queries.clear();
      void go({ to: "/", replace: true });
    },
  });
  const errors = new FieldErrors(make.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const { code, tenant, name, email, password } = form;
    make.mutate({
      body: {
        code: code.trim(),
        tenant: { name: tenant },
        name,
        email: email.trim(),
        password,
        locale: i18n.language,
      },
    });
  };
  const field = (name: keyof typeof empty, pointer = `/${name}`) => ({
    value: form[name],
    required: true,
    withAsterisk: false,
    error: errors.at(pointer),
    onChange: (e: { currentTarget: { value: string } }) => {
      const { value } = e.currentTarget;
      setForm((f) => ({ ...f, [name]: value }));
    },
  });

  if (needed.error && !make.isSuccess) {
    if (asProblem(needed.error).status === 404) return <Navigate to="/sign-in" replace />;
    return (
      <Card title={t("setupTitle")}>
        <ErrorState error={needed.error} retry={() => needed.refetch()} />
      </Card>
    );
  }
  const inputs = (
    <>
      <TextInput
        label={t("setupCode")}
        description={t("setupCodeHelp")}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        {...field("code")}
      />
      <TextInput
        label={t("setupTenant")}
        description={t("setupTenantHelp")}
        autoComplete="organization"
        {...field("tenant", "/tenant/name")}
      />
      <TextInput label={t("yourName")} autoComplete="name" {...field("name")} />
      <TextInput type="email" label={t("email")} autoComplete="username" {...field("email")} />
      <PasswordInput
        label={t("newPassword")}
        description={t("passwordRule")}
        autoComplete="new-password"
        {...field("password")}
      />
    </>
  );
  return (
    <Card title={t("setupTitle")} intro={t("setupIntro")}>
      {needed.isPending ? (
        <Skeleton height={320} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            {inputs}
            {errors.rest() && <Refusal error={make.error} />}
            <Button type="submit" loading={make.isPending} fullWidth>
              {t("setupMake")}
            </Button>
          </Stack>
        </form>
      )}
    </Card>
  );
}
