import { Alert, Anchor, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { JsonView } from "@/shared/kit/json-view";
import { LogView } from "@/shared/kit/log-view";
import { StateBadge } from "@/shared/kit/state-badge";
import classes from "./trial-run.module.css";
import { useTrialRun } from "./use-trial-run";

/** A run of one step where it was begun: its state, what it says, what it gave. */
export function TrialRun({ org, id, file }: { org: string; id: string; file: string }) {
  const { t } = useTranslation();
  const { run, error, again, log } = useTrialRun(org, id);
  // What was just begun is shown, also where it stands below the edge of the window.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.scrollIntoView?.({ block: "nearest" }), []);
  const cancel = api.useMutation("post", "/api/v1/orgs/{org_id}/runs/{run_id}/cancel");
  if (error && !run) return <ErrorState error={error} retry={again} />;
  const over = run?.ended_at !== undefined;
  const stopping = cancel.isPending || cancel.isSuccess || run?.canceling === true;
  return (
    <Stack gap="sm" className={classes.trial} ref={top}>
      <Group gap="sm" justify="space-between" mih={30}>
        <Group gap="sm" role="status">
          {run && <StateBadge state={run.state} />}
          {stopping && !over && <Text size="sm">{t("trial.stopping")}</Text>}
        </Group>
        <Group gap="sm">
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/o/$org/runs/$run" params={{ org, run: id } as never} />
            )}
          >
            {t("trial.open")}
          </Anchor>
          {run && !over && (
            <Can do="run:cancel" on={run}>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPlayerStop size={14} aria-hidden />}
                disabled={stopping}
                onClick={() => cancel.mutate({ params: { path: { org_id: org, run_id: id } }, body: {} })}
              >
                {t("trial.stop")}
              </Button>
            </Can>
          )}
        </Group>
      </Group>
      <ProblemNote errors={new FieldErrors(cancel.error)} />
      {run?.failure && (
        <Alert color="red" title={run.failure.message || run.failure.code}>
          <Code>{run.failure.code}</Code>
          {run.failure.line ? ` ${t("trial.line", { line: run.failure.line })}` : ""}
        </Alert>
      )}
      {run && !run.can.includes("run:data") ? (
        <Text size="sm" c="dimmed">
          {t("trial.noData")}
        </Text>
      ) : (
        <div className={classes.log}>
          {log ? (
            <LogView source={log} file={file} />
          ) : (
            <Text size="sm" c="dimmed" p="md">
              {t(over ? "trial.silent" : "trial.waiting")}
            </Text>
          )}
        </div>
      )}
      {over && run.output !== undefined && run.output !== null && (
        <section aria-label={t("trial.output")}>
          <Text size="sm" fw={500}>
            {t("trial.output")}
          </Text>
          <JsonView value={run.output} label={t("trial.output")} />
        </section>
      )}
    </Stack>
  );
}
