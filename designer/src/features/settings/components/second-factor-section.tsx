import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { EnrolDialog } from "./enrol-dialog";
import { RecoveryCodes } from "./recovery-codes";
import classes from "./settings.module.css";

/** The second factor: set up, taken away, its recovery codes made anew. */
export function SecondFactorSection() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const queries = useQueryClient();
  const enrol = api.useMutation("post", "/api/v1/me/totp");
  const [disabling, setDisabling] = useState(false);
  const renew = api.useMutation("post", "/api/v1/me/recovery-codes", {
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["get", "/api/v1/me"] }),
  });
  const disable = api.useMutation("delete", "/api/v1/me/totp", {
    onSuccess: () => {
      setDisabling(false);
      void queries.invalidateQueries({ queryKey: ["get", "/api/v1/me"] });
    },
  });
  const person = me.data?.person;
  const on = person?.second_factor ?? false;
  const few = on && (person?.recovery_codes ?? 0) < 3;
  return (
    <Paper withBorder className={classes.section}>
      <Stack gap="md">
        <div>
          <Group gap="xs">
            <Title order={2}>{t("factor")}</Title>
            <Badge variant="light" color={on ? "teal" : "gray"}>
              {t(on ? "factorOn" : "factorOff")}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t("factorHelp")}
          </Text>
        </div>
        {on && <Text size="sm">{t("codesLeft", { count: person?.recovery_codes ?? 0 })}</Text>}
        {few && !renew.data && <Alert color="yellow" variant="light" title={t("fewCodes")} />}
        {renew.data && <RecoveryCodes codes={renew.data.recovery_codes} />}
        <ProblemNote errors={new FieldErrors(renew.error ?? enrol.error)} />
        <Group gap="xs">
          {on ? (
            <>
              <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate({})}>
                {t("renewCodes")}
              </Button>
              <Button variant="light" color="red" onClick={() => setDisabling(true)}>
                {t("disableFactor")}
              </Button>
            </>
          ) : (
            <Button loading={enrol.isPending} onClick={() => enrol.mutate({})}>
              {t("enrol")}
            </Button>
          )}
        </Group>
      </Stack>
      {enrol.data && <EnrolDialog enrolment={enrol.data} close={enrol.reset} />}
      <ConfirmDanger
        opened={disabling}
        close={() => setDisabling(false)}
        title={t("disableTitle")}
        effect={t("disableEffect")}
        act={t("disableFactor")}
        perform={() => disable.mutate({})}
        going={disable.isPending}
        error={disable.error}
      />
    </Paper>
  );
}
