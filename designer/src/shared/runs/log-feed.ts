import { addressOf } from "@/shared/api/address";
import { client } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { asProblem } from "@/shared/api/problems";
import type { LogLine, LogSource, LogState } from "@/shared/kit/log-source";

/** Which log: that of a half of an attempt of a step. */
export type LogRef = { scope: string; node: string; attempt: number; half: "" | "pipeline" | "task" };

const page = 500;
const burst = 50;

/**
 * The log of a step: its end first, what is looked at on demand, and what is said from now on by a stream
 * that begins behind the last known line.
 */
export class LogFeed implements LogSource {
  private state: LogState = { lines: new Map(), end: 0, over: false, loading: true };
  private readonly listeners = new Set<() => void>();
  private readonly asked = new Map<number, Promise<void>>();
  private heard: LogLine[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stream: { stop: () => void } | undefined;
  private stopped = true;
  private turn = 0;

  constructor(
    private readonly org: string,
    private readonly run: string,
    private readonly of: LogRef,
  ) {}

  snapshot = () => this.state;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async start() {
    this.stopped = false;
    const turn = ++this.turn;
    try {
      const first = await this.read(this.state.end, page);
      const { end } = this.state;
      if (end > page && first.length === page) await this.read(Math.max(page, end - page), page);
      if (!this.state.over && !this.stopped && turn === this.turn) this.listen();
    } catch (error) {
      // What has not begun has said nothing yet.
      if (asProblem(error).status === 404) this.tell({ loading: false });
      else this.tell({ loading: false, error });
    }
  }

  stop() {
    this.stopped = true;
    this.stream?.stop();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  want = (from: number, to: number) => {
    for (let at = Math.floor(from / page); at * page < Math.min(to, this.state.end); at++) void this.part(at);
  };

  all = async () => {
    for (let at = 0; at * page < this.state.end && !this.stopped; at++) await this.part(at);
  };

  /** Fetches the part with this number unless all of it is here. */
  private part(at: number): Promise<void> {
    const going = this.asked.get(at);
    if (going) return going;
    const last = Math.min((at + 1) * page, this.state.end);
    let first = at * page;
    while (first < last && this.state.lines.has(first)) first++;
    if (first >= last) return Promise.resolve();
    const asking = this.read(first, last - first)
      .then(() => {})
      .catch((error) => this.tell({ error }))
      .finally(() => this.asked.delete(at));
    this.asked.set(at, asking);
    return asking;
  }

  private params() {
    const { scope, node, attempt, half } = this.of;
    return {
      path: { org_id: this.org, run_id: this.run },
      query: { node, attempt, ...(scope ? { scope } : {}), ...(half ? { half } : {}) },
    };
  }

  private async read(from: number, limit: number): Promise<LogLine[]> {
    const p = this.params();
    const { data } = await client.GET("/api/v1/orgs/{org_id}/runs/{run_id}/logs", {
      params: { path: p.path, query: { ...p.query, from, limit } },
    });
    const items = data?.items ?? [];
    this.add(items, {
      end: Math.max(this.state.end, data?.end ?? 0),
      over: data?.over ?? false,
      loading: false,
    });
    return items;
  }

  private listen() {
    const address = addressOf("/api/v1/orgs/{org_id}/runs/{run_id}/logs/stream", this.params());
    const after = this.state.end > 0 ? String(this.state.end - 1) : "";
    this.stream = follow(
      address,
      {
        event: (data, name) => {
          if (name === "end") this.flush(true);
          if (name !== "line") return;
          this.heard.push(data as LogLine);
          this.timer ??= setTimeout(() => this.flush(false), burst);
        },
      },
      after,
    );
  }

  private flush(over: boolean) {
    clearTimeout(this.timer);
    this.timer = undefined;
    const news = this.heard;
    this.heard = [];
    const end = news.reduce((most, l) => Math.max(most, l.n + 1), this.state.end);
    this.add(news, { end, over: over || this.state.over });
  }

  private add(items: LogLine[], change: Partial<LogState>) {
    // One map for the life of the log: copying it for each burst would cost more than the lines.
    const lines = this.state.lines as Map<number, LogLine>;
    for (const line of items) lines.set(line.n, line);
    this.tell(change);
  }

  private tell(change: Partial<LogState>) {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
