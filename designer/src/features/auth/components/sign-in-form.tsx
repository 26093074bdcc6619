import { Anchor, Button, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { Refusal, useLeft } from "./refusal";

type Session = Shape<"SessionBody">;

type Props = {
  /** Who was there before; then only they are asked. */
  email?: string;
  done: (session: Session) => void;
  /** Called when the password was forgotten; without it nothing is offered. */
  forgot?: (email: string) => void;
};

/**
 * Asks for address and password, then, where the server wants it, for a code of the second factor and for
 * the tenant. It never tells whether somebody exists.
 */
export function SignInForm({ email: known = "", done, forgot }: Props) {
  const { t } = useTranslation("auth");
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [recovering, setRecovering] = useState(false);
  const [tenant, setTenant] = useState<string | null>(null);
  const [tenants, setTenants] = useState<Shape<"TenantNameBody">[]>([]);
  const [second, setSecond] = useState(false);

  const enter = api.useMutation("post", "/api/v1/session", {
    onSuccess: done,
    onError: (error) => {
      const p = asProblem(error);
      if (p.code === "auth.second_factor_needed") setSecond(true);
      if (p.code === "auth.second_factor_failed") setCode("");
      if (p.code === "auth.tenant_choice" && Array.isArray(p.data)) setTenants(p.data);
      if (p.code === "auth.failed") {
        setPassword("");
        setSecond(false);
      }
    },
  });
  const left = useLeft(enter.error);
  const asks = new Set(["auth.second_factor_needed", "auth.tenant_choice"]);
  const refused = enter.error && !asks.has(asProblem(enter.error).code) ? enter.error : null;

  const submit = (e: FormEvent) => {
    e.preventDefault();
    const factor = code.trim();
    enter.mutate({
      body: {
        email: email.trim(),
        password,
        ...(second && factor ? (recovering ? { recovery_code: factor } : { totp: factor }) : {}),
        ...(tenant ? { tenant } : {}),
      },
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          type="email"
          label={t("email")}
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          readOnly={known !== ""}
          data-autofocus={known === "" || undefined}
          onChange={(e) => setEmail(e.currentTarget.value)}
        />
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          data-autofocus={known !== "" || undefined}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        {second && (
          <Stack gap={4}>
            <TextInput
              key={String(recovering)}
              label={t(recovering ? "recoveryCode" : "totp")}
              description={t(recovering ? "recoveryHelp" : "totpHelp")}
              autoComplete="one-time-code"
              inputMode={recovering ? "text" : "numeric"}
              required
              withAsterisk={false}
              autoFocus
              value={code}
              onChange={(e) => setCode(e.currentTarget.value)}
            />
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="start"
              onClick={() => setRecovering(!recovering)}
            >
              {t(recovering ? "useTotp" : "useRecovery")}
            </Anchor>
          </Stack>
        )}
        {tenants.length > 0 && (
          <Select
            label={t("tenant")}
            description={t("tenantHelp")}
            required
            withAsterisk={false}
            data={tenants.map((x) => ({ value: x.key, label: x.name }))}
            value={tenant}
            onChange={setTenant}
            autoFocus
          />
        )}
        <Refusal error={refused} />
        <Button type="submit" loading={enter.isPending} disabled={left > 0} fullWidth>
          {t("signIn")}
        </Button>
        {forgot && (
          <Text size="sm" ta="center">
            <Anchor component="button" type="button" size="sm" onClick={() => forgot(email)}>
              {t("forgot")}
            </Anchor>
          </Text>
        )}
      </Stack>
    </form>
  );
}
