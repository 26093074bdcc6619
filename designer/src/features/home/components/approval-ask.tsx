import { Button, Group, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import classes from "./home.module.css";

type Props = {
  org: string;
  execution: Shape<"PipelineExecutionBody">;
  step: Shape<"PipelineStepBody">;
  decided: () => void;
};

/** One question that waits, with its answer in place. A no needs a reason. */
export function ApprovalAsk({ org, execution, step, decided }: Props) {
  const { t } = useTranslation("home");
  const [rejecting, setRejecting] = useState(false);
  const [comment, setComment] = useState("");
  const decide = api.useMutation(
    "post",
    "/api/v1/orgs/{org_id}/pipeline-executions/{execution_key}/decisions",
    { onSuccess: decided },
  );
  const send = (approve: boolean) =>
    decide.mutate({
      params: { path: { org_id: org, execution_key: execution.id } },
      body: { step: step.name, approve, ...(comment.trim() ? { comment: comment.trim() } : {}) },
    });
  const yes = step.decisions?.filter((d) => d.approve).length ?? 0;
  const going = decide.isPending ? decide.variables?.body.approve : undefined;
  return (
    <li className={classes.ask}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {step.question || step.name}
          </Text>
          <Text size="xs" c="dimmed">
            {`${step.name} · ${t("quorum", { yes, quorum: step.quorum ?? 1 })} · `}
            <RelativeTime at={execution.created_at} />
          </Text>
        </div>
        {!rejecting && (
          <Group gap="xs" wrap="nowrap">
            <Button size="xs" loading={going === true} onClick={() => send(true)}>
              {t("approve")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setRejecting(true)}>
              {t("reject")}
            </Button>
          </Group>
        )}
      </Group>
      {rejecting && (
        <>
          <Textarea
            label={t("reason")}
            autosize
            minRows={2}
            autoFocus
            value={comment}
            onChange={(e) => setComment(e.currentTarget.value)}
          />
          <Group gap="xs">
            <Button
              size="xs"
              color="red"
              disabled={!comment.trim()}
              loading={going === false}
              onClick={() => send(false)}
            >
              {t("reject")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setRejecting(false)}>
              {t("shared:cancel")}
            </Button>
          </Group>
        </>
      )}
      <ProblemNote errors={new FieldErrors(decide.error)} />
    </li>
  );
}
