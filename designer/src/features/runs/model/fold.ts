import {
  type Attempt,
  type Failure,
  isDone,
  type Journal,
  type List,
  placeOf,
  type RunState,
  type Scope,
  type Span,
  type Step,
  type StepState,
} from "./journal";

/** An entry of a run's journal, as streams and pages give it. */
export type JournalEvent = { seq: number; at: string; kind: string; body?: unknown };

type Decision = { edges?: { to: string; taken?: boolean; of: number; need?: number }[]; failure?: Failure };
type Entry = { node: string; state?: StepState; failure?: Failure; given?: boolean; decided?: Decision };
type HalfName = "" | "pipeline" | "task";
/** All that is read of the events' bodies; inputs and outputs are not kept. */
type Body = {
  scope?: string;
  node?: string;
  attempt?: number;
  half?: HalfName;
  link?: string;
  halves?: { half?: HalfName }[];
  state?: string;
  failure?: Failure;
  roots?: string[];
  entries?: Entry[];
  items?: unknown[];
  at_once?: number;
  open?: boolean;
  for?: string;
  until?: number;
  at?: number;
  by?: string;
  reason?: string;
};

type OpenScope = Omit<Scope, "steps" | "edges"> & { steps: Map<string, Step>; edges: Map<string, boolean> };

/**
 * The journal with more events in it. What it knows already is passed over, so that an event that comes by
 * the stream and by a page counts once; steps that no event touches stay the same objects.
 */
export function fold(journal: Journal, events: JournalEvent[]): Journal {
  const news = events.filter((e) => e.seq > journal.seq).sort((a, b) => a.seq - b.seq);
  if (news.length === 0) return journal;
  const f = new Folding(journal);
  for (const e of news) f.take(e);
  return f.result();
}

class Folding {
  private readonly next: Journal & { scopes: Map<string, Scope>; lists: Map<string, List> };
  private readonly touched = new Set<string>();
  private ended: number;
  private at = 0;

  constructor(journal: Journal) {
    this.next = {
      ...journal,
      scopes: new Map(journal.scopes),
      orders: [...journal.orders],
      lists: new Map(journal.lists),
    };
    this.ended = Math.max(
      0,
      ...[...journal.scopes.values()].flatMap((s) => [...s.steps.values()].map((x) => x.order ?? 0)),
    );
  }

  result(): Journal {
    if (this.next.state === "running" || this.next.state === "waiting")
      this.next.state = this.rests() ? "waiting" : "running";
    return this.next;
  }

  /** Whether all that has begun waits for something outside. */
  private rests(): boolean {
    let waits = false;
    for (const scope of this.next.scopes.values()) {
      if (scope.state !== undefined) continue;
      for (const step of scope.steps.values()) {
        if (step.state === "ready" || (step.state === "processing" && !step.items)) return false;
        waits ||= step.state === "waiting";
      }
    }
    return waits;
  }

  take(e: JournalEvent) {
    if (e.seq <= this.next.seq) return;
    this.at = Date.parse(e.at);
    const b = (e.body ?? {}) as Body;
    this.next.seq = e.seq;
    this.kinds[e.kind]?.(b, e.kind);
  }

  private readonly kinds: Record<string, (b: Body, kind: string) => void> = {
    start: (b) => {
      this.next.state = "running";
      this.next.begunAt = this.at;
      this.enter("", undefined, b.roots ?? []);
    },
    segment: (b) => {
      for (const entry of b.entries ?? []) {
        if (entry.state) this.finish(b.scope ?? "", entry);
        if (entry.decided) this.decide(b.scope ?? "", entry.node, entry.decided);
      }
    },
    intent: (b) => {
      const step = this.begin(b);
      const attempt = step.attempts.at(-1);
      for (const h of b.halves ?? [])
        attempt?.halves.push({ name: h.half ?? "", state: "processing", begunAt: this.at });
    },
    link: (b) => {
      const half = this.current(this.step(b.scope ?? "", b.node ?? ""))?.halves.find(
        (h) => h.name === (b.half ?? ""),
      );
      if (half && b.link) half.link = b.link;
    },
    result: (b) => {
      const step = this.step(b.scope ?? "", b.node ?? "");
      const half = this.current(step)?.halves.find((h) => h.name === (b.half ?? ""));
      if (!half) return;
      half.state = b.state as StepState;
      half.endedAt = this.at;
      if (b.failure) half.failure = b.failure;
      step.state = "processing";
      delete step.waits;
      this.span(step, "work");
    },
    suspend: (b) => {
      const step = this.begin(b, [{ name: "", state: "processing", begunAt: this.at }]);
      step.state = "waiting";
      step.waits = { for: b.for ?? "", since: this.at, ...(b.until ? { until: b.until / 1000 } : {}) };
      this.span(step, "wait", b.for);
    },
    resume: (b) => {
      const step = this.step(b.scope ?? "", b.node ?? "");
      step.state = step.waits?.for === "retry" ? "ready" : "processing";
      delete step.waits;
      this.span(step, step.state === "ready" ? "wait" : "work");
    },
    retry: (b) => {
      const step = this.step(b.scope ?? "", b.node ?? "");
      const attempt = this.current(step);
      if (attempt) Object.assign(attempt, { state: "failed", endedAt: this.at, failure: b.failure });
      delete step.items;
      step.state = "waiting";
      step.waits = { for: "retry", since: this.at, ...(b.at ? { until: b.at / 1000 } : {}) };
      this.span(step, "wait", "retry");
    },
    expand: (b) => {
      const step = this.begin(b);
      const items = b.items ?? [];
      step.items = { count: items.length, begun: 0, open: 0, failed: 0, canceled: 0 };
      this.next.lists.set(`${step.scope}/${step.node}`, { items, roots: b.roots ?? [] });
      for (let i = 0; i < Math.min(b.at_once ?? 1, items.length); i++) this.item(step);
    },
    close: (b) => {
      const scope = this.scope(b.scope ?? "");
      Object.assign(scope, { state: b.state, endedAt: this.at });
      if (b.failure) scope.failure = b.failure;
      const place = placeOf(scope.path);
      if (!place) return;
      const step = this.step(place.outer, place.node);
      if (place.undo) {
        if (b.state === "succeeded") step.state = "undone";
        return;
      }
      if (!step.items) return;
      step.items = { ...step.items, open: step.items.open - 1 };
      if (b.state === "failed") step.items.failed++;
      if (b.state === "canceled") step.items.canceled++;
      if (b.open) this.item(step);
    },
    reverse: (b) => {
      this.enter(`${b.scope ? `${b.scope}/` : ""}${b.node}:undo`, undefined, b.roots ?? []);
    },
    pause: (b, kind) => this.order(b, kind, "paused"),
    unpause: (b, kind) => this.order(b, kind, "running"),
    cancel: (b, kind) => {
      this.next.canceling = true;
      this.order(b, kind, this.next.state);
    },
    undo: (b, kind) => {
      this.next.canceling = false;
      this.next.undone = true;
      delete this.next.endedAt;
      this.order(b, kind, "undoing");
    },
    end: (b) => {
      this.next.state = b.state as RunState;
      this.next.endedAt = this.at;
      this.next.canceling = false;
      if (!b.failure) return;
      // What a run failed by stays, also when its undo fails.
      if (this.next.undone) this.next.undoFailure = b.failure;
      else this.next.failure = b.failure;
    },
  };

  private order(b: Body, kind: string, state: RunState) {
    this.next.state = state;
    this.next.orders.push({
      kind,
      at: this.at,
      ...(b.by ? { by: b.by } : {}),
      ...(b.reason ? { reason: b.reason } : {}),
    });
  }

  private scope(path: string): OpenScope {
    const known = this.next.scopes.get(path);
    if (known && this.touched.has(path)) return known as OpenScope;
    const open: OpenScope = known
      ? { ...known, steps: new Map(known.steps), edges: new Map(known.edges) }
      : { path, begunAt: this.at, steps: new Map(), edges: new Map() };
    this.next.scopes.set(path, open);
    this.touched.add(path);
    return open;
  }

  /** A step that may be changed: a copy, once for each fold. */
  private step(path: string, node: string): Step {
    const scope = this.scope(path);
    const mark = `${path}\n${node}`;
    const known = scope.steps.get(node);
    if (known && this.touched.has(mark)) return known;
    const step: Step = known
      ? {
          ...known,
          attempts: known.attempts.map((a) => ({ ...a, halves: a.halves.map((h) => ({ ...h })) })),
          spans: known.spans.map((s) => ({ ...s })),
          arrived: { ...known.arrived },
        }
      : {
          scope: path,
          node,
          state: "pending",
          attempts: [],
          spans: [],
          arrived: { in: 0, refused: 0, of: 0, need: 0 },
        };
    scope.steps.set(node, step);
    this.touched.add(mark);
    return step;
  }

  private enter(path: string, item: unknown, roots: string[]) {
    const scope = this.scope(path);
    if (item !== undefined) scope.item = item;
    for (const node of roots) this.ready(this.step(path, node));
  }

  private ready(step: Step) {
    step.state = "ready";
    step.readyAt = this.at;
    this.span(step, "wait");
  }

  private item(step: Step) {
    const list = this.next.lists.get(`${step.scope}/${step.node}`);
    if (!step.items || !list || step.items.begun >= step.items.count) return;
    const index = step.items.begun;
    const attempt = this.current(step)?.number ?? 1;
    step.items = { ...step.items, begun: index + 1, open: step.items.open + 1 };
    const path = `${step.scope ? `${step.scope}/` : ""}${step.node}:${index}${attempt > 1 ? `~${attempt}` : ""}`;
    this.enter(path, list.items[index], list.roots);
  }

  private current(step: Step): Attempt | undefined {
    return step.attempts.at(-1);
  }

  private begin(b: Body, halves: Attempt["halves"] = []): Step {
    const step = this.step(b.scope ?? "", b.node ?? "");
    const number = b.attempt ?? 1;
    if (this.current(step)?.number !== number) {
      step.attempts.push({ number, begunAt: this.at, state: "processing", halves });
    }
    step.state = "processing";
    delete step.waits;
    this.span(step, "work");
    return step;
  }

  private span(step: Step, kind: Span["kind"], cause?: string) {
    const last = step.spans.at(-1);
    const attempt = this.current(step)?.number ?? 0;
    if (last && last.to === undefined) {
      if (last.kind === kind && last.attempt === attempt && last.for === cause) return;
      last.to = this.at;
    }
    step.spans.push({ from: this.at, kind, attempt, ...(cause ? { for: cause } : {}) });
  }

  private finish(path: string, entry: Entry) {
    const step = this.step(path, entry.node);
    const state = entry.state as StepState;
    const span = step.spans.at(-1);
    if (step.state === "ready" && state !== "canceled" && state !== "skipped") {
      // What needs nothing outside is done at once: what looked like waiting for its turn was its work.
      const number = (this.current(step)?.number ?? 0) + 1;
      step.attempts.push({ number, begunAt: span?.from ?? this.at, state, halves: [] });
      if (span && span.to === undefined) Object.assign(span, { kind: "work", attempt: number });
    }
    const attempt = this.current(step);
    if (attempt && !isDone(attempt.state)) attempt.state = state;
    if (attempt && attempt.endedAt === undefined) attempt.endedAt = this.at;
    if (span && span.to === undefined) span.to = this.at;
    step.state = state;
    step.endedAt = this.at;
    step.order = ++this.ended;
    delete step.waits;
    if (entry.given) step.given = true;
    if (entry.failure) {
      step.failure = entry.failure;
      if (attempt) attempt.failure = entry.failure;
    }
  }

  private decide(path: string, from: string, decision: Decision) {
    const scope = this.scope(path);
    for (const edge of decision.edges ?? []) {
      const key = `${from}→${edge.to}`;
      scope.edges.set(key, Boolean(edge.taken) || scope.edges.get(key) === true);
      const to = this.step(path, edge.to);
      to.arrived.of = edge.of;
      to.arrived.need = edge.need ?? 0;
      if (edge.taken) to.arrived.in++;
      else to.arrived.refused++;
      const { in: came, refused, of, need } = to.arrived;
      const joined = need > 0 ? came >= need : came > 0 && came + refused === of;
      if (to.state === "pending" && joined) this.ready(to);
    }
    if (decision.failure) this.step(path, from).failure = decision.failure;
  }
}
