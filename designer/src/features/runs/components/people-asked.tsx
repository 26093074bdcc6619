import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { rowsOf } from "@/shared/api/paged";
import { RelativeTime } from "@/shared/kit/relative-time";
import { list } from "@/shared/lib/format";
import { itemOf, type Todo, useTodos } from "@/shared/todos/api";
import classes from "./detail.module.css";

/**
 * Whom the waiting steps of a run ask, and how far that is. A run may ask several at once: each has its own
 * title.
 */
export function PeopleAsked({ org, run }: { org: string; run: string }) {
  const waiting = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/approvals",
    { params: { path: { org_id: org }, query: { state: "waiting", limit: 200 } } },
    { refetchInterval: 15_000 },
  );
  const forms = rowsOf(useTodos("waiting").data)?.filter((x) => x.source === "form") ?? [];
  return (
    <>
      {waiting.data?.items
        .filter((a) => a.link?.endsWith(`/runs/${run}`))
        .map((a) => (
          <ApprovalAsked key={a.id} org={a.org_id} id={a.id} />
        ))}
      {forms
        .filter((f) => f.org_id === org)
        .map((f) => (
          <FormAsked key={f.id} todo={f} run={run} />
        ))}
    </>
  );
}

function ApprovalAsked({ org, id }: { org: string; id: string }) {
  const { t } = useTranslation("runs");
  const { data: a } = api.useQuery("get", "/api/v1/orgs/{org_id}/approvals/{approval_id}", {
    params: { path: { org_id: org, approval_id: id } },
  });
  if (!a) return null;
  const name = (who: string) => a.names[who] ?? who;
  const here = a.decisions.filter((d) => d.level === a.level && d.verdict === "approve");
  return (
    <div className={classes.waiting}>
      <TodoLink item={itemOf({ source: "approval", org_id: a.org_id, source_id: a.id })} title={a.title} />
      <Text size="sm">
        {t("asked.level", {
          level: a.level + 1,
          levels: a.levels.length,
          yes: here.length,
          of: (a.levels[a.level]?.quorum ?? 1) + (a.extra ?? 0),
        })}
      </Text>
      {a.asked.length > 0 && <Text size="sm">{t("asked.who", { who: list(a.asked.map(name)) })}</Text>}
      {a.decisions.length > 0 && (
        <Text size="sm">{t("asked.decided", { who: list(a.decisions.map((d) => name(d.by))) })}</Text>
      )}
      {a.due_at && (
        <Text size="sm">
          {t("asked.due")} <RelativeTime at={a.due_at} />
        </Text>
      )}
    </div>
  );
}

/** A form that waits for who looks, if it is of this run. */
function FormAsked({ todo, run }: { todo: Todo; run: string }) {
  const { data } = api.useQuery("get", "/api/v1/orgs/{org_id}/forms/{form_id}", {
    params: { path: { org_id: todo.org_id, form_id: todo.source_id } },
  });
  return data?.run_id === run ? <TodoLink item={itemOf(todo)} title={todo.title} /> : null;
}

function TodoLink({ item, title }: { item: string; title: string }) {
  return (
    <Anchor
      size="sm"
      fw={600}
      renderRoot={(props) => <Link {...props} to="/inbox/$item" params={{ item } as never} />}
    >
      {title}
    </Anchor>
  );
}
