import { Button, Group, Stack, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { itemOf, type Todo } from "@/shared/todos/api";
import { pendingDecisions, type Verdict } from "@/shared/todos/pending";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import classes from "./home.module.css";

type Props = { todo: Todo; open: boolean; turn: (open: boolean) => void };

/** An approval that waits, decided in place where what is decided is known. A no needs a reason. */
export function ApprovalTodo({ todo, open, turn }: Props) {
  const { t } = useTranslation("home");
  const decide = pendingDecisions((s) => s.decide);
  const [reason, setReason] = useState("");
  const said = reason.trim();
  const send = (verdict: Verdict, why = "") =>
    decide(verdict, [
      {
        org: todo.org_id,
        approval: todo.source_id,
        title: todo.title,
        digest: todo.digest ?? "",
        ...(why ? { reason: why } : {}),
        ...(todo.for ? { behalf: todo.for } : {}),
      },
    ]);
  return (
    <li className={classes.row} style={{ flexWrap: "wrap" }}>
      <SourceIcon source={todo.source} />
      <span className={classes.name}>
        <Link to="/inbox/$item" params={{ item: itemOf(todo) } as never}>
          {todo.title}
        </Link>
        <TodoFacts todo={todo} />
      </span>
      {todo.digest && (
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("approveOne", { title: todo.title })}
            onClick={() => {
              turn(false);
              send("approve");
            }}
          >
            {t("approve")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("rejectOne", { title: todo.title })}
            aria-expanded={open}
            onClick={() => turn(!open)}
          >
            {t("reject")}
          </Button>
        </Group>
      )}
      {open && (
        <Stack gap="xs" w="100%" pb="xs">
          <Textarea
            label={t("reason")}
            required
            autosize
            minRows={2}
            autoFocus
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          <Group gap="xs">
            <Button
              size="xs"
              color="red"
              disabled={said === ""}
              onClick={() => {
                turn(false);
                send("reject", said);
              }}
            >
              {t("reject")}
            </Button>
            <Button size="xs" variant="default" onClick={() => turn(false)}>
              {t("shared:cancel")}
            </Button>
          </Group>
        </Stack>
      )}
    </li>
  );
}
