import type { Shape } from "@/shared/api/client";

/** What a run's journal comes to: the same fold as the server's, with the times that a picture needs. */
export type Journal = {
  /** Number of the last event in it. */
  seq: number;
  state: RunState;
  begunAt?: number;
  endedAt?: number;
  failure?: Failure;
  undoFailure?: Failure;
  canceling: boolean;
  undone: boolean;
  /** The graphs that were begun, by path; "" is the run's own. */
  scopes: ReadonlyMap<string, Scope>;
  /** What was asked for: pause, cancel, undo … */
  orders: Order[];
  /** The items of lists at work, and where their graphs begin; only the fold asks for it. */
  lists: ReadonlyMap<string, List>;
};

export type List = { items: unknown[]; roots: string[] };

export type RunState = Shape<"RunBody">["state"];
export type StepState = Shape<"StepBody">["state"];
export type Failure = { code: string; message: string; node?: string; scope?: string; line?: number };
export type Order = { kind: string; at: number; by?: string; reason?: string };

/** One graph of a run: its own, that of an item, or an undo. */
export type Scope = {
  path: string;
  begunAt: number;
  endedAt?: number;
  state?: StepState;
  failure?: Failure;
  item?: unknown;
  steps: ReadonlyMap<string, Step>;
  /** The decided edges, `from→to`, and whether they were taken. */
  edges: ReadonlyMap<string, boolean>;
};

export type Step = {
  scope: string;
  node: string;
  state: StepState;
  attempts: Attempt[];
  /** When the first edge to it was taken. */
  readyAt?: number;
  endedAt?: number;
  failure?: Failure;
  given?: boolean;
  /** What a waiting step waits for, since when, until when. */
  waits?: { for: string; since: number; until?: number };
  order?: number;
  spans: Span[];
  items?: Items;
  arrived: { in: number; refused: number; of: number; need: number };
};

/** One try of a step. */
export type Attempt = {
  number: number;
  begunAt: number;
  endedAt?: number;
  state: StepState;
  failure?: Failure;
  halves: Half[];
};

export type Half = {
  name: "" | "pipeline" | "task";
  state: StepState;
  /** Where an engine shows what it does. */
  link?: string;
  begunAt: number;
  endedAt?: number;
  failure?: Failure;
};

/** A stretch of time in which a step waited or worked. */
export type Span = {
  from: number;
  to?: number;
  kind: "wait" | "work";
  attempt: number;
  /** What was waited for; nothing: its turn. */
  for?: string;
};

export type Items = { count: number; begun: number; open: number; failed: number; canceled: number };

export const emptyJournal: Journal = {
  seq: 0,
  state: "queued",
  canceling: false,
  undone: false,
  scopes: new Map(),
  orders: [],
  lists: new Map(),
};

const finalRuns = new Set<RunState>(["succeeded", "failed", "canceled", "undone", "undo_failed"]);
const finalSteps = new Set<StepState>(["succeeded", "failed", "skipped", "canceled", "undone"]);

/** Whether a run is over. Only an undo can follow. */
export const isOver = (state: RunState) => finalRuns.has(state);
/** Whether a step is over. */
export const isDone = (state: StepState) => finalSteps.has(state);

/** A step of a journal. */
export function stepAt(journal: Journal, scope: string, node: string): Step | undefined {
  return journal.scopes.get(scope)?.steps.get(node);
}

/** All steps, the outer scopes first. */
export function allSteps(journal: Journal): Step[] {
  return [...journal.scopes.values()].flatMap((s) => [...s.steps.values()]);
}

/**
 * The step that made the run, or its undo, fail: the innermost one that the failure names, else the first
 * that failed.
 */
export function firstFailure(journal: Journal): Step | undefined {
  const undoing = journal.undoFailure !== undefined;
  const failed = allSteps(journal)
    .filter((s) => s.state === "failed" && s.scope.includes(":undo") === undoing)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  if (undoing) return failed[0];
  const named = journal.failure?.node;
  const scope = journal.failure?.scope ?? "";
  const at = named === undefined ? undefined : stepAt(journal, scope, named);
  return at?.state === "failed" && !at.items ? at : (failed[0] ?? at);
}

/** The step that works, or waits, and began last. */
export function latestAtWork(journal: Journal): Step | undefined {
  const begun = (s: Step) => s.attempts.at(-1)?.begunAt ?? 0;
  const open = allSteps(journal).filter((s) => s.state === "processing" || s.state === "waiting");
  return open
    .filter((s) => !s.items)
    .concat(open)
    .sort((a, b) => begun(b) - begun(a) || Number(Boolean(a.items)) - Number(Boolean(b.items)))[0];
}

/** An item's or an undo's scope, taken apart: `deliver:3` is item 3 of deliver. */
export function placeOf(
  path: string,
): { outer: string; node: string; index: number; attempt: number; undo: boolean } | undefined {
  if (!path) return undefined;
  const cut = path.lastIndexOf("/");
  const [node = "", which = ""] = path.slice(cut + 1).split(":");
  const [index = "", again = "1"] = which.split("~");
  const undo = which === "undo";
  return {
    outer: cut < 0 ? "" : path.slice(0, cut),
    node,
    index: undo ? 0 : Number(index),
    attempt: Number(again),
    undo,
  };
}

/** The scopes of the items of a step, in their order. */
export function itemsOf(journal: Journal, step: Step): Scope[] {
  const attempt = step.attempts.at(-1)?.number ?? 1;
  const found: { index: number; scope: Scope }[] = [];
  for (const scope of journal.scopes.values()) {
    const p = placeOf(scope.path);
    if (p && !p.undo && p.outer === step.scope && p.node === step.node && p.attempt === attempt)
      found.push({ index: p.index, scope });
  }
  return found.sort((a, b) => a.index - b.index).map((f) => f.scope);
}

/** How long a step, or one attempt of it, worked and how long it waited, up to now if it is not over. */
export function timesOf(step: Step, now: number, attempt?: number): { work: number; wait: number } {
  const sum = { work: 0, wait: 0 };
  for (const s of step.spans)
    if (attempt === undefined || s.attempt === attempt) sum[s.kind] += Math.max(0, (s.to ?? now) - s.from);
  return sum;
}
