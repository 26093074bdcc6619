import { addressOf } from "@/shared/api/address";
import { client } from "@/shared/api/client";
import { follow } from "@/shared/api/events";
import { fold, type JournalEvent } from "../model/fold";
import { emptyJournal, type Journal } from "../model/journal";

/** How a run's page hears of it. `since` is when the stream was lost. */
export type Feed = {
  journal: Journal;
  /** All that was written before the page came is here. */
  ready: boolean;
  live: "connecting" | "live" | "lost" | "over";
  since?: number;
};

const burst = 50;
const poll = 3000;

/**
 * Follows the journal of a run and folds it, once for each burst of events. While the stream is lost it
 * asks for the events behind the last one it knows; what comes twice counts once.
 */
export class JournalFeed {
  private feed: Feed = { journal: emptyJournal, ready: false, live: "connecting" };
  private readonly listeners = new Set<() => void>();
  private heard: JournalEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private polling: ReturnType<typeof setTimeout> | undefined;
  private stream: { stop: () => void } | undefined;

  constructor(
    private readonly org: string,
    private readonly run: string,
  ) {}

  snapshot = () => this.feed;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Follows from behind what is known. To be called again when more may come after the run's end. */
  start() {
    this.stop();
    const address = addressOf("/api/v1/orgs/{org_id}/runs/{run_id}/events/stream", {
      path: { org_id: this.org, run_id: this.run },
    });
    const after = this.feed.journal.seq > 0 ? String(this.feed.journal.seq) : "";
    this.stream = follow(
      address,
      {
        event: (data, name) => {
          if (name === "refused") return;
          this.heard.push(data as JournalEvent);
          this.timer ??= setTimeout(this.flush, burst);
        },
        state: (state) => {
          if (state === "reconnecting") this.lost();
          else this.found(state);
        },
      },
      after,
    );
  }

  stop() {
    this.stream?.stop();
    clearTimeout(this.timer);
    clearTimeout(this.polling);
    this.timer = undefined;
    this.polling = undefined;
  }

  private readonly flush = () => {
    this.timer = undefined;
    const journal = fold(this.feed.journal, this.heard);
    this.heard = [];
    this.tell({ ...this.feed, journal, ready: true });
  };

  private lost() {
    if (this.feed.live !== "lost") this.tell({ ...this.feed, live: "lost", since: Date.now() });
    this.polling ??= setTimeout(this.ask, poll);
  }

  private found(live: "live" | "over") {
    clearTimeout(this.polling);
    this.polling = undefined;
    this.tell({ journal: this.feed.journal, ready: this.feed.ready || live === "over", live });
  }

  private readonly ask = async () => {
    this.polling = undefined;
    if (document.visibilityState !== "hidden") {
      const { data } = await client
        .GET("/api/v1/orgs/{org_id}/runs/{run_id}/events", {
          params: {
            path: { org_id: this.org, run_id: this.run },
            query: { after: this.feed.journal.seq, limit: 200 },
          },
        })
        .catch(() => ({ data: undefined }));
      if (data?.items?.length) {
        this.heard.push(...data.items);
        this.flush();
      }
    }
    if (this.feed.live === "lost") this.polling ??= setTimeout(this.ask, poll);
  };

  private tell(feed: Feed) {
    this.feed = feed;
    for (const listener of this.listeners) listener();
  }
}
