import { Button, Skeleton, Stack } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazily } from "@/shared/kit/lazily";
import type { Todo } from "@/shared/todos/api";
import classes from "./home.module.css";
import { leaveRow } from "./leave-row";
import { TodoName } from "./todo-name";

const FormInPlace = lazily(() => import("./form-in-place").then((m) => m.FormInPlace), {
  waiting: () => <Skeleton height={120} />,
});

type Props = { todo: Todo; open: boolean; turn: (open: boolean) => void };

/** A form that waits, filled in where it stands. */
export function FormTodo({ todo, open, turn }: Props) {
  const { t } = useTranslation("home");
  const row = useRef<HTMLLIElement>(null);
  // Once begun it is only hidden: a file may be on its way.
  const [begun, setBegun] = useState(false);
  return (
    <li ref={row} className={classes.row} style={{ flexWrap: "wrap" }}>
      <TodoName todo={todo} />
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t("fillOne", { title: todo.title })}
        aria-expanded={open}
        onClick={() => {
          setBegun(true);
          turn(!open);
        }}
      >
        {t("fill")}
      </Button>
      {(open || begun) && (
        <Stack gap="sm" w="100%" pb="xs" style={open ? undefined : { display: "none" }}>
          <FormInPlace
            org={todo.org_id}
            id={todo.source_id}
            close={() => {
              leaveRow(row.current);
              setBegun(false);
              turn(false);
            }}
          />
        </Stack>
      )}
    </li>
  );
}
