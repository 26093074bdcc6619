import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { rowsOf } from "@/shared/api/paged";
import { Page } from "@/shared/kit/page";
import { useAddress } from "@/shared/kit/use-address";
import { type Box, itemOf, useTodoCounts, useTodos } from "@/shared/todos/api";
import { pendingDecisions } from "@/shared/todos/pending";
import { TakeBack } from "@/shared/todos/take-back";
import { bulkOf } from "../model/bulk";
import { Detail } from "./detail";
import classes from "./inbox.module.css";
import { TodoList } from "./todo-list";

const boxes: Box[] = ["waiting", "done", "mine", "delegated"];

/** All that waits for somebody, what they did and asked for, and the one that is looked at beside it. */
export function InboxScreen({ item }: { item: string }) {
  const { t } = useTranslation("inbox");
  const [search] = useAddress();
  const navigate = useNavigate();
  const box = boxes.find((b) => b === search.box) ?? "waiting";
  const counts = useTodoCounts();
  const todos = useTodos(box);
  const rows = rowsOf(todos.data);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decide = pendingDecisions((s) => s.decide);
  const open = useMemo(
    () => (id: string) =>
      void navigate({
        to: id ? "/inbox/$item" : "/inbox",
        params: { item: id },
        search: (old: object) => old,
      } as never),
    [navigate],
  );
  const bulk = bulkOf(rows ?? [], chosen);
  const actions = useMemo(() => {
    const at = rows?.findIndex((r) => itemOf(r) === item) ?? -1;
    const go = (by: number) => {
      const next = rows?.[at < 0 ? 0 : at + by];
      if (next) open(itemOf(next));
    };
    return [
      { id: "inbox.next", label: t("action.next"), keys: ["j"], perform: () => go(1) },
      { id: "inbox.previous", label: t("action.previous"), keys: ["k"], perform: () => go(-1) },
    ];
  }, [rows, item, open, t]);
  useActions(actions);
  const shown = rows?.find((r) => itemOf(r) === item);
  const count = (b: Box) =>
    b === "waiting" ? counts.data?.waiting : b === "delegated" ? counts.data?.delegated : undefined;
  return (
    <Page title={t("title")}>
      <div className={classes.box} data-open={item ? true : undefined}>
        <section className={classes.side} aria-label={t("lists")}>
          <Tabs
            value={box}
            onChange={(to) =>
              void navigate({ to: "/inbox", search: { box: to === "waiting" ? undefined : to } } as never)
            }
          >
            <Tabs.List>
              {boxes.map((b) => (
                <Tabs.Tab key={b} value={b} px="sm">
                  {t(`box.${b}`)}
                  {Boolean(count(b)) && <span className={classes.count}>{count(b)}</span>}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value={box}>
              <TodoList
                box={box}
                query={todos}
                current={item}
                open={open}
                chosen={chosen}
                choose={setChosen}
                bulk={bulk}
                approve={() => {
                  decide("approve", bulk);
                  setChosen(new Set());
                }}
              />
            </Tabs.Panel>
          </Tabs>
        </section>
        <div className={classes.detail}>
          <Detail key={item} item={item} todo={shown} back={() => open("")} />
        </div>
      </div>
      <TakeBack />
    </Page>
  );
}
