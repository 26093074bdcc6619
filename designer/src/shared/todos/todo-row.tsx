import {
  IconAlertTriangle,
  IconExternalLink,
  IconForms,
  IconRocket,
  IconUserCheck,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/shared/kit/relative-time";
import type { Todo } from "./api";
import classes from "./todo-row.module.css";

const icons = { approval: IconUserCheck, form: IconForms, run: IconAlertTriangle, release: IconRocket };

/** The icon of a to-do's source, with its name for who cannot see it. */
export function SourceIcon({ source }: { source: string }) {
  const { t } = useTranslation("todos");
  const own = source in icons;
  const Icon = own ? icons[source as keyof typeof icons] : IconExternalLink;
  return (
    <span className={classes.icon} data-source={own ? source : "external"}>
      <Icon size={18} stroke={1.5} aria-hidden />
      <span className="hidden-visually">{t(`source.${own ? source : "external"}`)}</span>
    </span>
  );
}

/** Where a to-do belongs, and when it is due, came, or was done. */
export function TodoFacts({ todo }: { todo: Todo }) {
  const { t } = useTranslation("todos");
  const late = todo.state === "waiting" && todo.due_at && Date.parse(todo.due_at) < Date.now();
  return (
    <span className={classes.facts}>
      {todo.org_name && <span className={classes.org}>{todo.org_name}</span>}
      {todo.state === "waiting" && todo.due_at ? (
        <span className={late ? classes.late : undefined}>
          {t(late ? "wasDue" : "due")} <RelativeTime at={todo.due_at} />
        </span>
      ) : (
        <RelativeTime at={todo.done_at ?? todo.created_at} />
      )}
    </span>
  );
}
