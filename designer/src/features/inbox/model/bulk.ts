import { itemOf, type Todo } from "@/shared/todos/api";
import type { Deciding } from "@/shared/todos/pending";

/** Whether a to-do can be decided among others: the server gave the digest of what is decided. */
export function manyAtOnce(todo: Todo): boolean {
  return todo.source === "approval" && todo.state === "waiting" && Boolean(todo.digest);
}

/** The decisions on the chosen to-dos. */
export function bulkOf(rows: Todo[], chosen: ReadonlySet<string>): Deciding[] {
  return rows
    .filter((r) => chosen.has(itemOf(r)) && manyAtOnce(r))
    .map((r) => ({
      org: r.org_id,
      approval: r.source_id,
      title: r.title,
      digest: r.digest ?? "",
      ...(r.for ? { behalf: r.for } : {}),
    }));
}
