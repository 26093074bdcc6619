import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { ErrorState } from "@/shared/kit/error-state";
import { dateTime } from "@/shared/lib/format";
import classes from "./run-screen.module.css";

type Props = { org: string; error: unknown; retry: () => void };

/**
 * Why a run cannot be shown. One whose id is older than runs are kept may have been here: nobody can tell any
 * more, so it says until when such a run was kept.
 */
export function RunGone({ org, error, retry }: Props) {
  const { t } = useTranslation("runs");
  const { code, data } = asProblem(error);
  const { days, begun_at, kept_until } = data as { days?: number; begun_at?: string; kept_until?: string };
  if (code !== "run.unknown" || !days || !begun_at || !kept_until)
    return <ErrorState whole error={error} retry={retry} />;
  return (
    <Stack className={classes.gone} align="center" gap="xs" role="alert">
      <Title order={1} size="md">
        {t("gone.title")}
      </Title>
      <Text c="dimmed" ta="center" maw={560}>
        {t("gone.why", { begun: dateTime(begun_at), since: dateTime(kept_until), count: days })}
      </Text>
      <Anchor renderRoot={(props) => <Link {...props} to="/o/$org/runs" params={{ org } as never} />}>
        {t("gone.toRuns")}
      </Anchor>
    </Stack>
  );
}
