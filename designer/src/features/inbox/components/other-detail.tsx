import { Anchor, Button, Group, Text, Textarea, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { type Todo, todosChanged } from "@/shared/todos/api";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import { ownPath } from "../model/standing";
import classes from "./inbox.module.css";

/** A run that failed, a release, or something of another system, of which people say themselves that it is done. */
export function OtherDetail({ todo, back }: { todo: Todo | undefined; back: () => void }) {
  const { t } = useTranslation("inbox");
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const onSuccess = async () => {
    await todosChanged(queries);
    back();
  };
  const dismiss = api.useMutation("post", "/api/v1/me/inbox/{todo_id}/dismissal", { onSuccess });
  const complete = api.useMutation("post", "/api/v1/me/inbox/{todo_id}/completion", { onSuccess });
  if (!todo) return <p className={classes.none}>{t("notListed")}</p>;
  const path = todo.source === "run" ? `/o/${todo.org_id}/runs/${todo.source_id}` : ownPath(todo.link);
  return (
    <>
      <div>
        <Group gap="xs" wrap="nowrap">
          <SourceIcon source={todo.source} />
          <Title order={2}>{todo.title}</Title>
        </Group>
        <TodoFacts todo={todo} />
      </div>
      <Group gap="xs">
        {path && <Button renderRoot={(props) => <Link {...props} to={path as never} />}>{t("open")}</Button>}
        {todo.link && !path && (
          <Anchor href={todo.link} target="_blank" rel="noopener noreferrer">
            {t("openElsewhere")} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        )}
        {todo.source === "run" && todo.state === "waiting" && (
          <Button
            variant="default"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate({ params: { path: { todo_id: todo.id } } })}
          >
            {t("dismiss")}
          </Button>
        )}
      </Group>
      {todo.source.startsWith("x:") && todo.state === "waiting" && (
        <>
          <Textarea
            label={t("doneReason")}
            autosize
            minRows={2}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          <Group gap="xs">
            <Button
              loading={complete.isPending}
              onClick={() => complete.mutate({ params: { path: { todo_id: todo.id } }, body: { reason } })}
            >
              {t("markDone")}
            </Button>
          </Group>
        </>
      )}
      {todo.reason && <Text size="sm">{todo.reason}</Text>}
      <ProblemNote errors={new FieldErrors(dismiss.error ?? complete.error)} />
    </>
  );
}
