import { Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { ErrorState } from "@/shared/kit/error-state";
import { LoadMore } from "@/shared/kit/load-more";
import { RelativeTime } from "@/shared/kit/relative-time";
import { type State, StateBadge } from "@/shared/kit/state-badge";
import { ToApproval } from "./asked";
import { ValueMark } from "./value-mark";

type Props = { path: { org_id: string; switch_key: string } };

/** The changes that people were asked to approve, the newest first; nothing where nobody was. */
export function Requests({ path }: Props) {
  const { t } = useTranslation("switches");
  const got = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/switches/{switch_key}/requests",
    { params: { path, query: { limit: 10 } } },
    paged,
  );
  const rows = rowsOf(got.data);
  if (got.error && !rows) return <ErrorState error={got.error} retry={() => got.refetch()} />;
  if (!rows?.length) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t("requests")}
      </Title>
      <Stack component="ul" gap="sm" m={0} pl="md" aria-label={t("requests")}>
        {rows.map((r) => (
          <li key={r.id}>
            <Group gap={6}>
              {r.rule ? (
                <Text size="sm">{t("ruleRequest")}</Text>
              ) : (
                <>
                  <ValueMark value={r.from} size="sm" />
                  <IconArrowRight size={14} role="img" aria-label={t("to")} />
                  <ValueMark value={r.to} size="sm" />
                </>
              )}
              <StateBadge state={stateOf(r.state)} word={t(`requestState.${r.state}`)} />
              <Text size="xs" c="dimmed">
                <RelativeTime at={r.settled_at ?? r.created_at} />
                {r.by && ` · ${r.by.name}`}
                {" · "}
                <ToApproval org={path.org_id} request={r} />
              </Text>
            </Group>
            {(r.message || r.reason) && <Text size="sm">{r.message || r.reason}</Text>}
          </li>
        ))}
      </Stack>
      <LoadMore query={got} />
    </Stack>
  );
}

/** The look of a request's state: that of the one which is most like it. */
function stateOf(state: Shape<"SwitchRequest">["state"]): State {
  if (state === "sent_back") return "undone";
  return state === "overtaken" ? "skipped" : state;
}
