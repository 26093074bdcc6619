import { Button, Checkbox, Skeleton, Box as Space, Stack, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/shared/api/paged";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { useLate } from "@/shared/kit/late";
import { LoadMore } from "@/shared/kit/load-more";
import { type Box, itemOf, type Todo, useTodos } from "@/shared/todos/api";
import { type Deciding, pendingDecisions } from "@/shared/todos/pending";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import { manyAtOnce } from "../model/bulk";
import classes from "./inbox.module.css";

type Props = {
  box: Box;
  query: ReturnType<typeof useTodos>;
  current: string;
  open: (item: string) => void;
  chosen: ReadonlySet<string>;
  choose: (chosen: ReadonlySet<string>) => void;
  bulk: Deciding[];
  approve: () => void;
};

/** One of the lists. Those that can be decided together can be chosen. */
export function TodoList({ box, query, current, chosen, choose, bulk, approve }: Props) {
  const { t } = useTranslation("inbox");
  const rows = rowsOf(query.data);
  const late = useLate(query.isPending);
  if (query.error && !rows) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (!rows) return late ? <Ghosts /> : null;
  if (rows.length === 0) return <Empty box={box} current={current} />;
  const several = box !== "done" && box !== "mine" && rows.filter(manyAtOnce).length > 1;
  const turn = (item: string) => {
    const next = new Set(chosen);
    if (!next.delete(item)) next.add(item);
    choose(next);
  };
  return (
    <>
      <ul className={classes.list} aria-label={t(`box.${box}`)}>
        {rows.map((todo) => (
          <Row
            key={todo.id}
            todo={todo}
            box={box}
            current={itemOf(todo) === current}
            several={several}
            choose={several && manyAtOnce(todo) ? () => turn(itemOf(todo)) : undefined}
            chosen={chosen.has(itemOf(todo))}
          />
        ))}
      </ul>
      <LoadMore query={query} />
      {bulk.length > 0 && (
        <div className={classes.bulk}>
          <Button size="sm" onClick={approve}>
            {t("approveMany", { count: bulk.length })}
          </Button>
          <Button size="sm" variant="subtle" onClick={() => choose(new Set())}>
            {t("shared:cancel")}
          </Button>
        </div>
      )}
    </>
  );
}

type RowProps = {
  todo: Todo;
  box: Box;
  current: boolean;
  /** Others beside it can be chosen: it stands in line with them. */
  several?: boolean;
  choose: (() => void) | undefined;
  chosen: boolean;
};

function Row({ todo, box, current, several, choose, chosen }: RowProps) {
  const { t } = useTranslation("inbox");
  const pending = pendingDecisions((s) =>
    [...(s.pending?.all ?? []), ...s.sending].some((d) => d.approval === todo.source_id),
  );
  return (
    <li className={classes.row} data-current={current || undefined} data-pending={pending || undefined}>
      {several && !choose && <Space w={20} flex="none" />}
      {choose && (
        <Checkbox
          size="sm"
          aria-label={t("choose", { title: todo.title })}
          checked={chosen}
          onChange={choose}
        />
      )}
      <SourceIcon source={todo.source} />
      <Link
        className={classes.link}
        to="/inbox/$item"
        params={{ item: itemOf(todo) } as never}
        search={{ box: box === "waiting" ? undefined : box } as never}
        aria-current={current ? "true" : undefined}
      >
        <span className={classes.title}>{todo.title}</span>
        <TodoFacts todo={todo} />
      </Link>
    </li>
  );
}

/** Nothing is there: what belongs here, and of what waits, what was done last. */
function Empty({ box, current }: { box: Box; current: string }) {
  const { t } = useTranslation("inbox");
  const done = useTodos("done", 5, box === "waiting");
  const rows = rowsOf(done.data)?.slice(0, 5) ?? [];
  return (
    <>
      <EmptyState icon={<IconChecks size={32} stroke={1.5} />} text={t(`empty.${box}`)} />
      {box === "waiting" && rows.length > 0 && (
        <>
          <Text component="h2" size="sm" fw={600} px="md" pb={4}>
            {t("lastDone")}
          </Text>
          <ul className={classes.list} aria-label={t("lastDone")}>
            {rows.map((todo) => (
              <Row
                key={todo.id}
                todo={todo}
                box={box}
                current={itemOf(todo) === current}
                choose={undefined}
                chosen={false}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Ghosts() {
  return (
    <Stack gap="md" p="md">
      {["a", "b", "c"].map((k) => (
        <Skeleton key={k} height={36} radius="sm" />
      ))}
    </Stack>
  );
}
