import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { type Todo, todosChanged } from "@/shared/todos/api";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import classes from "./home.module.css";

/** A run of somebody's own that failed: why, the way to it, and out of the list with it. */
export function FailedTodo({ todo, failure }: { todo: Todo; failure: Shape<"FailureBody"> | undefined }) {
  const { t } = useTranslation("home");
  const queries = useQueryClient();
  const dismiss = api.useMutation("post", "/api/v1/me/inbox/{todo_id}/dismissal", {
    onSuccess: () => todosChanged(queries),
  });
  const why = failure && [failure.node, failure.message || failure.code].filter(Boolean).join(": ");
  return (
    <li className={classes.row}>
      <SourceIcon source={todo.source} />
      <span className={classes.name}>
        <Link to="/o/$org/runs/$run" params={{ org: todo.org_id, run: todo.source_id }}>
          {todo.title}
        </Link>
        {why && (
          <span className={classes.why} title={why}>
            {why}
          </span>
        )}
        {dismiss.error ? (
          <span className={classes.why} role="alert">
            {asProblem(dismiss.error).message}
          </span>
        ) : (
          <TodoFacts todo={todo} />
        )}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={dismiss.isPending}
        aria-label={t("dismiss", { title: todo.title })}
        onClick={() => dismiss.mutate({ params: { path: { todo_id: todo.id } } })}
      >
        <IconX size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </li>
  );
}
