import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { rowsOf } from "@/shared/api/paged";
import { itemOf, useTodoCounts, useTodos } from "@/shared/todos/api";
import { pendingDecisions } from "@/shared/todos/pending";
import { TakeBack } from "@/shared/todos/take-back";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import { broken } from "../model/states";
import { Card } from "./card";
import { FailedTodo } from "./failed-todo";
import classes from "./home.module.css";

/** What waits for somebody, the newest first; what can be decided unseen is approved in place. */
export function TodoCard({ org }: { org: string }) {
  const { t } = useTranslation("home");
  const todos = useTodos("waiting", 6);
  const counts = useTodoCounts();
  const { decide, pending, sending } = pendingDecisions();
  const going = [...(pending?.all ?? []), ...sending].map((d) => d.approval);
  const rows = (rowsOf(todos.data) ?? []).slice(0, 6).filter((r) => !going.includes(r.source_id));
  // Why they failed: in one question for all of them.
  const failed = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/runs",
    {
      params: { path: { org_id: org }, query: { state: broken, started_by: "me", test: "false", limit: 50 } },
    },
    { enabled: rows.some((r) => r.source === "run"), retry: false },
  );
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
            ) : (
              <li key={todo.id} className={classes.row}>
                <SourceIcon source={todo.source} />
                <span className={classes.name}>
                  <Link to="/inbox/$item" params={{ item: itemOf(todo) } as never}>
                    {todo.title}
                  </Link>
                  <TodoFacts todo={todo} />
                </span>
                {todo.source === "approval" && todo.digest && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t("approveOne", { title: todo.title })}
                    onClick={() =>
                      decide("approve", [
                        {
                          org: todo.org_id,
                          approval: todo.source_id,
                          title: todo.title,
                          digest: todo.digest ?? "",
                        },
                      ])
                    }
                  >
                    {t("approve")}
                  </Button>
                )}
              </li>
            ),
          )}
        </ul>
      </Card>
      <TakeBack />
    </>
  );
}
