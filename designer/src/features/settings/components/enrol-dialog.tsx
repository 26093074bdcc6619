import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { QrCode } from "@/shared/kit/qr-code";
import { RecoveryCodes } from "./recovery-codes";
import classes from "./settings.module.css";

type Props = { enrolment: Shape<"EnrolmentOutputBody">; close: () => void };

/** Sets up a second factor: scan, give a code, keep the recovery codes. */
export function EnrolDialog({ enrolment, close }: Props) {
  const { t } = useTranslation("settings");
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const confirm = api.useMutation("post", "/api/v1/me/totp/confirm");
  const wrong = confirm.error && asProblem(confirm.error).code === "auth.second_factor_failed";
  const errors = new FieldErrors(wrong ? undefined : confirm.error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    confirm.mutate({ body: { code: code.trim() } }, { onError: () => setCode("") });
  };
  const leave = () => {
    if (confirm.data) void queries.invalidateQueries({ queryKey: ["get", "/api/v1/me"] });
    close();
  };
  return (
    <Modal opened onClose={leave} title={t("enrolTitle")} closeOnClickOutside={false}>
      {confirm.data ? (
        <Stack gap="md">
          <RecoveryCodes codes={confirm.data.recovery_codes} />
          <Group justify="flex-end">
            <Button onClick={leave}>{t("codesKept")}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <Text size="sm">{t("scan")}</Text>
            <Group align="center" wrap="nowrap">
              <QrCode text={enrolment.uri} label={t("qr")} />
              <Stack gap="xs">
                <Text size="sm" c="dimmed">
                  {t("orType")}
                </Text>
                <Text size="sm" className={classes.code}>
                  {enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}
                </Text>
                <Anchor href={enrolment.uri} size="sm">
                  {t("openApp")}
                </Anchor>
              </Stack>
            </Group>
            <TextInput
              label={t("code")}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(e) => setCode(e.currentTarget.value)}
              error={wrong ? t("wrongCode") : errors.at("/code")}
              data-autofocus
            />
            <ProblemNote errors={errors} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={leave}>
                {t("shared:cancel")}
              </Button>
              <Button type="submit" loading={confirm.isPending} disabled={!code.trim()}>
                {t("confirmFactor")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
