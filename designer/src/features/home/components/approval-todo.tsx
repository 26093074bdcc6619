import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { composing } from "@/shared/lib/ime";
import type { Todo } from "@/shared/todos/api";
import { pendingDecisions, type Verdict } from "@/shared/todos/pending";
import classes from "./home.module.css";
import { leaveRow } from "./leave-row";
import { TodoName } from "./todo-name";

type Props = {
  todo: Todo;
  open: boolean;
  turn: (open: boolean) => void;
  /** Why not, as far as it is written. */
  reason: string;
  write: (reason: string) => void;
};

/** An approval that waits, decided in place where what is decided is known. A no needs a reason. */
export function ApprovalTodo({ todo, open, turn, reason, write }: Props) {
  const { t } = useTranslation("home");
  const decide = pendingDecisions((s) => s.decide);
  const row = useRef<HTMLLIElement>(null);
  const no = useRef<HTMLButtonElement>(null);
  const said = reason.trim();
  const close = () => {
    turn(false);
    no.current?.focus();
  };
  const send = (verdict: Verdict, why = "") => {
    turn(false);
    leaveRow(row.current);
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
  };
  return (
    <li ref={row} className={classes.row} style={{ flexWrap: "wrap" }}>
      <TodoName todo={todo} />
      {todo.digest && (
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("approveOne", { title: todo.title })}
            onClick={() => send("approve")}
          >
            {t("approve")}
          </Button>
          <Button
            ref={no}
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
        <Stack
          gap="xs"
          w="100%"
          pb="xs"
          onKeyDown={(e) => e.key === "Escape" && !composing(e.nativeEvent) && close()}
        >
          <Textarea
            label={t("reason")}
            required
            autosize
            minRows={2}
            autoFocus
            value={reason}
            onChange={(e) => write(e.currentTarget.value)}
          />
          <Group gap="xs">
            <Button size="xs" color="red" disabled={said === ""} onClick={() => send("reject", said)}>
              {t("reject")}
            </Button>
            <Button size="xs" variant="default" onClick={close}>
              {t("shared:cancel")}
            </Button>
          </Group>
        </Stack>
      )}
    </li>
  );
}
