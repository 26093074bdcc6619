import type { ChainDocument } from "@/shared/chain/document";
import type { State } from "@/shared/kit/state-badge";
import type { TimelineRow, TimeSpan } from "@/shared/kit/timeline";
import { isDone, itemsOf, type Journal, placeOf, type Step, timesOf } from "./journal";
import { stepName } from "./names";

/** Names a step among all of a run. */
export const stepKey = (scope: string, node: string) => `${scope}\n${node}`;

export function stepOfKey(key: string): { scope: string; node: string } {
  const cut = key.indexOf("\n");
  return { scope: key.slice(0, cut), node: key.slice(cut + 1) };
}

export type RowFilter = "all" | "failed" | "slow";

type Options = {
  document: ChainDocument | undefined;
  now: number;
  filter: RowFilter;
  /** Whether what is inside a step is shown. */
  open: (key: string) => boolean;
  /** How an attempt and an undo are called. */
  attempt: (n: number) => string;
  undo: (name: string) => string;
};

/** The rows of the timeline: the steps in the order in which they could begin, the items of a list below it. */
export function rowsOf(journal: Journal, options: Options): TimelineRow[] {
  const { filter } = options;
  const rows: TimelineRow[] = [];
  for (const scope of journal.scopes.values()) {
    if (scope.path === "") add(rows, journal, [...scope.steps.values()], 0, options);
    else if (scope.path.endsWith(":undo") && !placeOf(scope.path)?.outer)
      add(rows, journal, [...scope.steps.values()], 0, options);
  }
  if (filter === "failed") return rows.filter((r) => r.state === "failed");
  if (filter === "slow") {
    const leaves = rows.filter((r) => r.open === undefined);
    const total = leaves.reduce((sum, r) => sum + r.worked, 0);
    return rows.filter((r) => r.worked >= 1 && r.worked >= total / 5);
  }
  return rows;
}

function add(rows: TimelineRow[], journal: Journal, steps: Step[], depth: number, options: Options) {
  const begun = (s: Step) => s.readyAt ?? s.endedAt ?? Number.POSITIVE_INFINITY;
  for (const step of steps.sort((a, b) => begun(a) - begun(b) || (a.order ?? 0) - (b.order ?? 0))) {
    const row = rowOf(step, depth, options);
    rows.push(row);
    if (!step.items) continue;
    const all = options.filter !== "all";
    row.open = all || options.open(row.id);
    if (!row.open) continue;
    for (const item of itemsOf(journal, step))
      add(rows, journal, [...item.steps.values()], depth + 1, options);
  }
}

function rowOf(step: Step, depth: number, { document, now, attempt, undo }: Options): TimelineRow {
  const times = timesOf(step, step.endedAt ?? now);
  const place = placeOf(step.scope);
  const name = stepName(document, step.node);
  return {
    id: stepKey(step.scope, step.node),
    name: place?.undo ? undo(stepName(document, place.node)) : place ? `#${place.index + 1} ${name}` : name,
    depth,
    state: step.state as State,
    // A stretch without a length is only shown where there is no other.
    spans: step.spans
      .filter((s, at) => s.to !== s.from || at === 0)
      .map((s): TimeSpan => {
        const of = step.attempts.find((a) => a.number === s.attempt);
        return { ...s, state: (of?.state ?? step.state) as State, label: of ? attempt(of.number) : name };
      }),
    worked: times.work,
    waited: isDone(step.state) || step.state === "waiting" || step.state === "ready" ? times.wait : 0,
  };
}
