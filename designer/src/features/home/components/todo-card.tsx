import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { rowsOf } from "@/shared/api/paged";
import { type Todo, useTodoCounts, useTodos } from "@/shared/todos/api";
import { pendingDecisions } from "@/shared/todos/pending";
import { TakeBack } from "@/shared/todos/take-back";
import { broken } from "../model/states";
import { ApprovalTodo } from "./approval-todo";
import { Card } from "./card";
import { FailedTodo } from "./failed-todo";
import { FormTodo } from "./form-todo";
import classes from "./home.module.css";
import { TodoName } from "./todo-name";

/** What waits for somebody, the newest first: decided and filled in where it stands. */
export function TodoCard({ org }: { org: string }) {
  const { t } = useTranslation("home");
  const todos = useTodos("waiting", 6);
  const counts = useTodoCounts();
  const { pending, sending } = pendingDecisions();
  const [open, setOpen] = useState<Todo>();
  // By to-do: a decision may be taken back, or refused.
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const going = [...(pending?.all ?? []), ...sending].map((d) => d.approval);
  const newest = (rowsOf(todos.data) ?? []).slice(0, 6).filter((r) => !going.includes(r.source_id));
  // What somebody writes in stays, also when newer to-dos push it out.
  const rows = open && !newest.some((r) => r.id === open.id) ? [...newest, open] : newest;
  // Why they failed: in one question for all of them.
  const failed = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    {
      params: { path: { org_id: org }, query: { state: broken, started_by: "me", test: "false", limit: 50 } },
    },
    { enabled: rows.some((r) => r.source === "run"), retry: false },
  );
  const inPlace = (todo: Todo) => ({
    todo,
    open: open?.id === todo.id,
    // Done with one to-do, what is open in another stays so.
    turn: (on: boolean) => setOpen((now) => (on ? todo : now?.id === todo.id ? undefined : now)),
  });
  return (
    <>
      <Card
        title={t("todo")}
        count={counts.data?.waiting}
        query={todos}
        empty={rows.length === 0 ? t("todoNone") : undefined}
        all={{ to: "/inbox", label: t("allTodos") }}
      >
        <ul className={classes.list}>
          {rows.map((todo) =>
            todo.source === "run" ? (
              <FailedTodo
                key={todo.id}
                todo={todo}
                failure={failed.data?.items.find((r) => r.id === todo.source_id)?.failure}
              />
            ) : todo.source === "approval" ? (
              <ApprovalTodo
                key={todo.id}
                {...inPlace(todo)}
                reason={reasons[todo.id] ?? ""}
                write={(reason) => setReasons((all) => ({ ...all, [todo.id]: reason }))}
              />
            ) : todo.source === "form" ? (
              <FormTodo key={todo.id} {...inPlace(todo)} />
            ) : (
              <li key={todo.id} className={classes.row}>
                <TodoName todo={todo} />
              </li>
            ),
          )}
        </ul>
      </Card>
      <TakeBack />
    </>
  );
}
