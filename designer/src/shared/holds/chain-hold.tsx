import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { lazyDialog } from "@/shared/kit/lazily";
import { RelativeTime } from "@/shared/kit/relative-time";
import { duration, number } from "@/shared/lib/format";
import { type Hold, oneHold, useHold, useHoldNews } from "./api";
import { counted, timeLeft } from "./counted";
import { HoldBy } from "./hold-by";
import { HoldState } from "./hold-state";

const HoldDialog = lazyDialog(() => import("./hold-dialog").then((m) => m.HoldDialog));
const ReleaseDialog = lazyDialog(() => import("./release-dialog").then((m) => m.ReleaseDialog));

type Props = { org: string; chain: string };

/** Whether what starts the chain is kept, how many wait, and the acts: hold, release, stop that. */
export function ChainHold({ org, chain }: Props) {
  const { t } = useTranslation("holds");
  const read = useHold(org, chain);
  const news = useHoldNews();
  const [asks, setAsks] = useState<"hold" | "release">();
  const stop = api.useMutation("put", oneHold, { onSettled: news });
  const hold = read.data;
  if (read.error && !hold) return <ErrorState error={read.error} retry={() => void read.refetch()} />;
  if (!hold) return <Skeleton height={120} maw={640} />;
  const close = () => setAsks(undefined);
  return (
    <Paper component="section" withBorder p="md" maw={640} aria-labelledby="chain-hold">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} id="chain-hold">
            {t("title")}
          </Title>
          <div role="status">
            <HoldState state={hold.state} />
          </div>
        </Group>
        {hold.state === "open" ? (
          <Text size="sm" c="dimmed">
            {t("what")}
          </Text>
        ) : (
          <Facts org={org} chain={chain} hold={hold} />
        )}
        <ProblemNote errors={new FieldErrors(stop.error)} />
        <Group gap="xs">
          {hold.state === "open" && (
            <Can do="run:cancel" on={hold} at={org}>
              <Button
                variant="default"
                leftSection={<IconPlayerPause size={16} aria-hidden />}
                onClick={() => setAsks("hold")}
              >
                {t("hold")}
              </Button>
            </Can>
          )}
          {hold.state !== "open" && (
            <Can do="run:cancel" on={hold} at={org}>
              <Button
                {...(hold.state === "releasing" ? { variant: "default" } : {})}
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                onClick={() => setAsks("release")}
              >
                {t(hold.state === "held" ? "release" : "pace")}
              </Button>
            </Can>
          )}
          {hold.state === "releasing" && (
            <Can do="run:cancel" on={hold} at={org}>
              <Button
                variant="default"
                leftSection={<IconPlayerPause size={16} aria-hidden />}
                loading={stop.isPending}
                onClick={() =>
                  stop.mutate({
                    params: { path: { org_id: org, chain_key: chain } },
                    body: hold.order_by ? { order_by: hold.order_by } : {},
                  })
                }
              >
                {t("stop")}
              </Button>
            </Can>
          )}
        </Group>
      </Stack>
      {asks === "hold" && <HoldDialog org={org} chain={chain} close={close} />}
      {asks === "release" && <ReleaseDialog org={org} chain={chain} hold={hold} close={close} />}
    </Paper>
  );
}

/** Since when and by whom, how many wait, in which order and at which pace they begin. */
function Facts({ org, chain, hold }: Props & { hold: Hold }) {
  const { t } = useTranslation("holds");
  const left = hold.state === "releasing" ? timeLeft(hold) : undefined;
  const waits = t("waits", { count: hold.waiting, n: counted(hold) });
  return (
    <Stack gap={4}>
      <Text size="sm">
        {hold.waiting > 0 ? (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/o/$org/runs"
                params={{ org } as never}
                search={{ q: `chain:${chain} state:queued` } as never}
              />
            )}
          >
            {waits}
          </Anchor>
        ) : (
          waits
        )}
      </Text>
      {hold.state === "releasing" && (
        <Text size="sm">
          {hold.per_minute
            ? t("paceIs", { count: hold.per_minute, n: number(hold.per_minute) })
            : t("atOnce")}
          {left !== undefined && ` · ${t("left", { time: duration(left) })}`}
        </Text>
      )}
      <Text size="sm">{hold.order_by ? t("orderedBy", { place: hold.order_by }) : t("inOrder")}</Text>
      <Text size="sm" c="dimmed">
        {`${t("since")} `}
        {hold.held_at && <RelativeTime at={hold.held_at} />}
        {" · "}
        <HoldBy org={org} hold={hold} />
      </Text>
      {hold.reason && <Text size="sm">{t("because", { reason: hold.reason })}</Text>}
    </Stack>
  );
}
