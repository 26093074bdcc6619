import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/kit/empty-state";
import { clockTime } from "@/shared/lib/format";
import { useEditor } from "../store";
import classes from "./side-pane.module.css";

/** What was done since the draft was opened, newest first; a click goes back or forth to it. */
export function HistoryList() {
  const { t } = useTranslation("canvas");
  const { past, future } = useEditor((s) => s.history);
  const editing = useEditor((s) => s.editing);
  const { travel } = useEditor.getState();
  if (past.length + future.length === 0)
    return <EmptyState icon={<IconHistory size={32} stroke={1.5} />} text={t("history.none")} />;
  return (
    <ol className={classes.list} reversed>
      {future
        .map(({ step }, i) => ({ step, i }))
        .reverse()
        .map(({ step, i }) => (
          <li key={step.id}>
            <button
              type="button"
              className={classes.row}
              data-undone
              disabled={!editing}
              onClick={() => travel(i + 1)}
            >
              <span className={classes.grow}>{step.label}</span>
              <span className={classes.dim}>{t("history.undone")}</span>
            </button>
          </li>
        ))}
      {past
        .map((step, i) => ({ step, i }))
        .reverse()
        .map(({ step, i }) => (
          <li key={step.id}>
            <button
              type="button"
              className={classes.row}
              aria-current={i === past.length - 1 ? "step" : undefined}
              disabled={!editing}
              onClick={() => travel(i + 1 - past.length)}
            >
              <span className={classes.grow}>{step.label}</span>
              <span className={classes.dim}>{clockTime(new Date(step.at))}</span>
            </button>
          </li>
        ))}
      <li>
        <button
          type="button"
          className={classes.row}
          aria-current={past.length === 0 ? "step" : undefined}
          disabled={!editing}
          onClick={() => travel(-past.length)}
        >
          <span className={classes.grow}>{t("history.opened")}</span>
        </button>
      </li>
    </ol>
  );
}
