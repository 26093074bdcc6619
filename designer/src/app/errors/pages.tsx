import { Anchor, Center, Stack, Title } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/shared/api/problems";
import { ErrorState } from "@/shared/kit/error-state";

/** What stands at an address that there is not. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="60vh">
      <Stack align="center" gap="sm" p="md">
        <IconMapOff size={32} stroke={1.5} aria-hidden />
        <Title order={1}>{t("problem.absent")}</Title>
        <Anchor component={Link} to="/">
          {t("app:home")}
        </Anchor>
      </Stack>
    </Center>
  );
}

/** What stands where a screen broke. */
export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  return (
    <Center mih="60vh">
      <ErrorState
        whole
        error={
          error instanceof Problem ? error : new Problem({ detail: String(error), code: "designer.broken" })
        }
        retry={reset ?? (() => location.reload())}
      />
    </Center>
  );
}
