import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { ErrorState } from "@/shared/kit/error-state";
import { LoadMore } from "@/shared/kit/load-more";
import { RelativeTime } from "@/shared/kit/relative-time";
import { shown } from "../model/value";
import type { Switch } from "./switches-page";
import { ValueMark } from "./value-mark";

type Props = {
  path: { org_id: string; switch_key: string };
  one: Switch;
  /** Writes a value that it had as the next one; the reason is still to be given. */
  back: (value: unknown) => void;
};

/** From what to what a switch was set, by whom and why, the newest first. */
export function History({ path, one, back }: Props) {
  const { t } = useTranslation("switches");
  const got = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches/{switch_key}/history",
    { params: { path, query: { limit: 20 } } },
    paged,
  );
  const rows = rowsOf(got.data);
  const maySet = one.can.includes("switch:set");
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("history")}
      </Title>
      {got.error && !rows && <ErrorState error={got.error} retry={() => got.refetch()} />}
      {!rows && !got.error && <Skeleton height={80} />}
      <Stack component="ul" gap="sm" m={0} pl="md" aria-label={t("history")}>
        {rows?.map((c) => (
          <li key={c.revision}>
            <Group gap={6}>
              {c.from !== null && (
                <>
                  <ValueMark value={c.from} size="sm" />
                  <IconArrowRight size={14} role="img" aria-label={t("to")} />
                </>
              )}
              <ValueMark value={c.to} size="sm" />
              <Text size="xs" c="dimmed">
                <RelativeTime at={c.at} />
                {c.by && ` · ${c.by.name}`}
                {c.run_id && " · "}
                {c.run_id && one.org_id && (
                  <Anchor
                    size="xs"
                    renderRoot={(props) => (
                      <Link
                        {...props}
                        to="/o/$org/runs/$run"
                        params={{ org: one.org_id, run: c.run_id } as never}
                      />
                    )}
                  >
                    {t("run")}
                  </Anchor>
                )}
              </Text>
            </Group>
            {c.reason && <Text size="sm">{c.reason}</Text>}
            {maySet && shown(c.to) !== shown(one.value) && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t("backTo", { value: shown(c.to) })}
                onClick={() => back(c.to)}
              >
                {t("back")}
              </Button>
            )}
          </li>
        ))}
      </Stack>
      <LoadMore query={got} />
    </Stack>
  );
}
