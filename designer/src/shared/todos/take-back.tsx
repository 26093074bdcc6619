import { Alert, Button, Group, List } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { todosChanged } from "./api";
import { onSent, pendingDecisions } from "./pending";
import classes from "./take-back.module.css";

/**
 * Says what was decided for as long as that can be taken back, and what the server refused of it. Leaving the
 * screen, or the page, sends it.
 */
export function TakeBack() {
  const { t } = useTranslation("todos");
  const queries = useQueryClient();
  const { pending, refused, takeBack, flush, seen } = pendingDecisions();
  useEffect(() => onSent(() => void todosChanged(queries)), [queries]);
  useEffect(() => {
    const leave = () => void pendingDecisions.getState().flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  const left = useLeft(pending?.until);
  const [first] = pending?.all ?? [];
  return (
    <>
      <div role="status" className={classes.place}>
        {pending && first && (
          <div className={classes.bar}>
            <span className={classes.text}>
              {t(`decided.${pending.verdict}`, {
                title: pending.all.length > 1 ? t("several", { count: pending.all.length }) : first.title,
              })}
              <span className={classes.left} aria-hidden>
                {t("sentIn", { seconds: left })}
              </span>
            </span>
            <Group gap="xs" wrap="nowrap">
              <Button size="compact-sm" variant="default" onClick={takeBack}>
                {t("takeBack")}
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => void flush()}>
                {t("sendNow")}
              </Button>
            </Group>
          </div>
        )}
      </div>
      {refused.length > 0 && (
        <Alert
          role="alert"
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t("refused", { count: refused.length })}
          withCloseButton
          closeButtonLabel={t("shared:close")}
          onClose={seen}
        >
          <List size="sm" icon={<IconX size={14} aria-hidden />}>
            {refused.map((r) => (
              <List.Item key={r.approval}>{`${r.title}: ${r.problem.message}`}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}

/** How many seconds are left until a time. */
function useLeft(until: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? 0 : Math.max(Math.ceil((until - now) / 1000), 0);
}
