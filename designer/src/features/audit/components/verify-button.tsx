import { Alert, Button, Modal, Stack, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { dateTime, number } from "@/shared/lib/format";

/** Checks the newest part of the tenant's chain of entries: whether anything in it was changed. */
export function VerifyButton({ org, root }: { org: string; root: boolean }) {
  const { t } = useTranslation("audit");
  const [opened, setOpened] = useState(false);
  const check = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/audit/verify",
    { params: { path: { org_id: org } } },
    { enabled: opened, gcTime: 0, staleTime: 0 },
  );
  const found = check.data;
  return (
    <>
      <Tooltip label={t("onlyRoot")} disabled={root}>
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} stroke={1.5} aria-hidden />}
          disabled={!root}
          onClick={() => setOpened(true)}
        >
          {t("verify")}
        </Button>
      </Tooltip>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t("verify")}>
        {check.isFetching && <Text role="status">{t("verifying")}</Text>}
        {check.error && !check.isFetching && <ErrorState error={check.error} retry={() => check.refetch()} />}
        {found && !check.isFetching && (
          <Stack gap="sm" role="status">
            <Alert
              variant="light"
              color={found.ok ? "teal" : "red"}
              icon={found.ok ? <IconCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
              title={
                found.ok
                  ? t("intact", { from: number(found.from), to: number(found.to) })
                  : t("broken", { seq: number(found.problem?.seq ?? 0) })
              }
            >
              {found.problem ? `${found.problem.code}: ${found.problem.detail}` : undefined}
            </Alert>
            {found.unsealed > 0 && <Text size="sm">{t("notSealed", { count: found.unsealed })}</Text>}
            {found.head && (
              <Text size="sm" c="dimmed">
                {t("head", { seq: number(found.head.seq), at: dateTime(found.head.at) })}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {t("verifyAll")}
            </Text>
          </Stack>
        )}
      </Modal>
    </>
  );
}
