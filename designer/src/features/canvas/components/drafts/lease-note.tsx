import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { useMe } from "@/shared/api/session";
import { askLease } from "../../api/lease";
import { hourAndMinute } from "../../model/hour-and-minute";
import { useDesk } from "./desk";
import classes from "./draft-bar.module.css";
import { useChain, useChainNews } from "./use-chain";

/** What is asked and answered between who edits and who wants to. */
export function LeaseNote() {
  const { t } = useTranslation("canvas");
  const hold = useDesk((s) => s.hold);
  const chain = useChain().data;
  const news = useChainNews();
  const me = useMe().data?.subject_id;
  const [going, setGoing] = useState<string>();
  const { answer, edit } = useDesk.getState();
  const act = async (what: string, perform: () => Promise<unknown>) => {
    setGoing(what);
    try {
      await perform();
    } catch (error) {
      notifications.show({ color: "red", message: asProblem(error).message || asProblem(error).code });
    }
    setGoing(undefined);
    if (chain) news(chain.org_id, chain.key);
  };

  if (hold.state === "held")
    return hold.ask ? (
      <div className={classes.note} role="status">
        <span>{t("ask.theyAsk", { name: hold.ask.by.name, at: hourAndMinute(hold.ask.at) })}</span>
        <Button
          size="compact-sm"
          loading={going === "over"}
          disabled={going !== undefined}
          onClick={() =>
            void act("over", async () => {
              if (!(await answer(true))) notifications.show({ color: "red", message: t("ask.unsent") });
            })
          }
        >
          {t("ask.handOver")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={going !== undefined}
          onClick={() => void act("no", () => answer(false))}
        >
          {t("ask.notNow")}
        </Button>
      </div>
    ) : null;

  const lease = chain?.lease;
  if (!lease || !me) return null;
  if (lease.handed_over && lease.holder.id === me)
    return (
      <div className={classes.note} role="status">
        <span>{t("ask.handedOver")}</span>
        <Button size="compact-sm" loading={going === "edit"} onClick={() => void act("edit", () => edit())}>
          {t("draft.edit")}
        </Button>
      </div>
    );
  if (lease.ask?.by.id !== me) return null;
  const name = lease.holder.name;
  return (
    <div className={classes.note} role="status">
      <span>
        {lease.ask.declined
          ? t("ask.declined", { name })
          : t("ask.youAsked", { name, at: hourAndMinute(lease.ask.at) })}
      </span>
      {lease.ask.declined && (
        <Button
          size="compact-sm"
          variant="default"
          loading={going === "ask"}
          onClick={() => void act("ask", () => askLease(chain.org_id, chain.key))}
        >
          {t("ask.again")}
        </Button>
      )}
    </div>
  );
}
