import { ActionIcon, Button, Paper, Text } from "@mantine/core";
import { IconExternalLink, IconPinned, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Panel } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { StateBadge } from "@/shared/kit/state-badge";
import { cancelRun, outputOf } from "../../api/runs";
import { useEditor } from "../../store";
import { showPane, useWorkspace } from "../../workspace";
import { usePins } from "./pins";
import classes from "./trial.module.css";
import { type TrialOf, useTrial } from "./trial-store";
import { useTrialRun } from "./use-trial-run";

/** The test run that is painted on the canvas: how far it is, what failed, and the way to its screen. */
export function TrialStrip({ trial: { org, key: chain, id, from, pins = 0 } }: { trial: TrialOf }) {
  const { t } = useTranslation("canvas");
  const { run, steps } = useTrialRun(org, id);
  const document = useEditor((s) => s.document);
  const selected = useEditor((s) => s.selection.nodes);
  const open = useEditor((s) => s.open);
  const pane = useWorkspace((s) => s.pane);
  const { pin } = usePins(org, chain);
  const over = run?.ended_at !== undefined;
  const done = steps?.filter((s) => s.ended_at).length ?? 0;
  const at = run?.failure?.node;
  const [first] = selected;
  const pinnable = selected.length === 1 && steps?.find((s) => s.node === first && s.state === "succeeded");
  return (
    <Panel position="top-center" className={classes.place}>
      <Paper className={classes.strip} withBorder shadow="md" role="status" aria-label={t("trial.running")}>
        <Text size="sm" fw={600}>
          {t("trial.short")}
        </Text>
        {run && <StateBadge state={run.state} />}
        <Text size="sm" c="dimmed">
          {t("trial.steps", { done, count: steps?.length ?? 0 })}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            from === undefined ? t("trial.input") : t("trial.inputFrom", { run: from }),
            pins > 0 && t("trial.pinned", { count: pins }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        {run?.failure && (
          <Text size="sm" className={classes.failure} title={run.failure.message}>
            {at ? `${nodeName(findNode(document, at) ?? { id: at })}: ` : ""}
            {run.failure.message || run.failure.code}
          </Text>
        )}
        {at && findNode(document, at) && (
          <Button size="compact-xs" variant="light" onClick={() => open({ node: at })}>
            {t("publish.goTo")}
          </Button>
        )}
        {pinnable && first && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPinned size={14} aria-hidden />}
            onClick={async () => {
              const output = await outputOf(org, id, first);
              if (output !== undefined) pin(first, output);
            }}
          >
            {t("trial.pin")}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant={pane === "test" ? "light" : "subtle"}
          aria-pressed={pane === "test"}
          onClick={() => showPane(pane === "test" ? undefined : "test")}
        >
          {t("trial.log")}
        </Button>
        {!over && (
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => void cancelRun(org, id)}>
            {t("trial.cancel")}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          rightSection={<IconExternalLink size={14} aria-hidden />}
          component={Link}
          to={`/o/${org}/runs/${id}`}
        >
          {t("trial.open")}
        </Button>
        <ActionIcon
          className={classes.away}
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t("trial.clear")}
          onClick={() => useTrial.getState().show(undefined)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Paper>
    </Panel>
  );
}
