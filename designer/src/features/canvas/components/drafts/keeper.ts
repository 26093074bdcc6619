import { create, type StoreApi, type UseBoundStore } from "zustand";
import { asProblem, type Problem } from "@/shared/api/problems";
import { same } from "@/shared/chain/canonical";
import type { ChainDocument } from "@/shared/chain/document";
import type { Saved } from "../../api/save-draft";
import type { Carry } from "../../model/history";
import { type Merge, merge, type Side, settle } from "../../model/merge";
import type { Confirmed } from "../../store";

/** How the draft stands with the server. */
export type Keeping = {
  /**
   * `still`: nothing is to be sent, or it soon will be; `sending`; `retrying`: the server is not reached or
   * not ready; `refused`: it does not take this draft; `conflict`: others changed the same parts.
   */
  phase: "still" | "sending" | "retrying" | "refused" | "conflict";
  /** When the server took the draft last; undefined before that. */
  savedAt?: number;
  problem?: Problem;
  /** In a conflict: what others made of the draft. */
  theirs?: Confirmed;
  /** The browser keeps no journal: what is not sent is lost if the page goes. */
  unkept: boolean;
};

/** What the keeper works on and with. */
export type Ports = {
  document: () => ChainDocument;
  confirmed: () => Confirmed;
  confirm: (confirmed: Confirmed) => void;
  /** The draft with what others did; what was done before is carried over by `carry`. */
  merged: (document: ChainDocument, carry: Carry) => void;
  save: (document: ChainDocument, revision: number) => Promise<Saved>;
  read: () => Promise<Confirmed>;
  saved: (answer: Saved) => void;
  keep: (base: Confirmed, document: ChainDocument) => Promise<void>;
  drop: () => Promise<void>;
  /** The lease is another's now. */
  lost: (problem: Problem) => void;
  /** Resolves once somebody is signed in again. */
  signedIn: () => Promise<void>;
};

/** How long after the last edit, and how long after the first, the draft is sent. */
const rest = 1200;
const most = 8000;
const journalRest = 250;
const pauses = [2000, 4000, 8000, 15_000, 30_000];

/**
 * Keeps a draft: sends it within two seconds of rest, whole and one at a time, tries again while the server
 * is not reached, lays what others did under what was done here, and journals what is not sent yet.
 */
export class Keeper {
  readonly state: UseBoundStore<StoreApi<Keeping>> = create<Keeping>(() => ({
    phase: "still",
    unkept: false,
  }));
  private timer: ReturnType<typeof setTimeout> | undefined;
  private journalTimer: ReturnType<typeof setTimeout> | undefined;
  private dirtySince = 0;
  private tries = 0;
  private going: Promise<boolean> | undefined;
  private over = false;

  constructor(private readonly ports: Ports) {}

  /** Whether there is something that the server does not have. */
  unsent(): boolean {
    return !same(this.ports.document(), this.ports.confirmed().document);
  }

  /** The draft was changed. */
  edited(): void {
    if (this.over) return;
    clearTimeout(this.journalTimer);
    this.journalTimer = setTimeout(() => void this.journal(), journalRest);
    if (this.state.getState().phase === "conflict" || this.going) return;
    this.tries = 0;
    this.plan();
  }

  /** Sends what is unsent, now. True if the server has all of it. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.state.getState().phase === "conflict") return false;
    if (!this.going && !this.unsent()) {
      this.settled();
      return true;
    }
    const done = await this.send();
    return done && (!this.unsent() || this.flush());
  }

  /** In a conflict: the draft as it is now and what others made of it, laid over each other. */
  both(): Merge | undefined {
    const { theirs } = this.state.getState();
    return theirs && merge(this.ports.confirmed().document, this.ports.document(), theirs.document);
  }

  /** Lays both sides together as a person chose, and sends that. False if not all was chosen. */
  resolve(choices: ReadonlyMap<string, Side>): boolean {
    const { theirs } = this.state.getState();
    const both = this.both();
    if (!theirs || !both?.conflicts.every((c) => choices.has(c.key))) return false;
    this.takeIn(settle(both, choices), theirs);
    this.state.setState({ phase: "still" });
    without(this.state, "theirs", "problem");
    void this.flush();
    return true;
  }

  /** Goes on with earlier unsent work. What the server has taken since is laid under it when it is sent. */
  restore(base: Confirmed, document: ChainDocument): void {
    this.ports.confirm(base);
    this.ports.merged(document, (d) => d);
    void this.flush();
  }

  /** Sends nothing more. What is unsent stays in the journal. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    clearTimeout(this.journalTimer);
    if (this.unsent()) await this.journal();
    this.over = true;
  }

  private plan(wait?: number): void {
    const now = Date.now();
    if (!this.unsent()) {
      this.settled();
      return;
    }
    this.dirtySince ||= now;
    clearTimeout(this.timer);
    const soon = Math.max(0, Math.min(rest, this.dirtySince + most - now));
    this.timer = setTimeout(() => void this.send(), wait ?? soon);
  }

  /** Nothing is unsent. */
  private settled(): void {
    clearTimeout(this.timer);
    clearTimeout(this.journalTimer);
    this.dirtySince = 0;
    if (this.state.getState().phase !== "still") this.state.setState({ phase: "still" });
    without(this.state, "problem");
    void this.ports.drop().catch(() => {});
  }

  private send(): Promise<boolean> {
    this.going ??= this.once().finally(() => {
      this.going = undefined;
      if (!this.over && this.state.getState().phase === "still") this.plan();
    });
    return this.going;
  }

  private async once(): Promise<boolean> {
    if (this.over) return false;
    const document = this.ports.document();
    const { revision } = this.ports.confirmed();
    this.dirtySince = 0;
    this.state.setState({ phase: "sending" });
    try {
      const answer = await this.ports.save(document, revision);
      this.tries = 0;
      this.ports.confirm({ revision: answer.revision, document });
      this.ports.saved(answer);
      this.state.setState({ phase: "still", savedAt: Date.now() });
      without(this.state, "problem");
      return true;
    } catch (error) {
      return await this.failed(asProblem(error));
    }
  }

  private async failed(problem: Problem): Promise<boolean> {
    if (this.over) return false;
    void this.journal();
    if (problem.status === 412) return await this.stale(problem);
    if (problem.code === "chain.leased" || problem.code === "chain.lease_lost") {
      this.state.setState({ phase: "refused", problem });
      this.ports.lost(problem);
      return false;
    }
    const again = [0, 401, 408, 425, 429].includes(problem.status) || problem.status >= 500;
    this.state.setState({ phase: again ? "retrying" : "refused", problem });
    if (problem.status === 401) void this.ports.signedIn().then(() => !this.over && this.plan(0));
    else if (again) this.later(problem);
    return false;
  }

  private later(problem: Problem): void {
    const pause = pauses[Math.min(this.tries++, pauses.length - 1)] ?? 2000;
    setTimeout(
      () => {
        if (!this.over) this.plan(0);
      },
      Math.max(pause, (problem.retryAfter ?? 0) * 1000),
    );
  }

  /** Others changed the draft: what does not touch is laid together, the rest is asked. */
  private async stale(problem: Problem): Promise<boolean> {
    let theirs: Confirmed;
    try {
      theirs = await this.ports.read();
    } catch (error) {
      this.state.setState({ phase: "retrying", problem });
      this.later(asProblem(error));
      return false;
    }
    if (this.over) return false;
    const both = merge(this.ports.confirmed().document, this.ports.document(), theirs.document);
    if (both.conflicts.length > 0) {
      this.state.setState({ phase: "conflict", problem, theirs });
      return false;
    }
    this.takeIn(settle(both), theirs);
    if (this.unsent()) return this.once();
    this.settled();
    return true;
  }

  /** Makes the merged document the draft. What can be undone keeps what others did. */
  private takeIn(document: ChainDocument, theirs: Confirmed): void {
    const base = this.ports.confirmed().document;
    this.ports.confirm(theirs);
    this.ports.merged(document, (d) => settle(merge(base, d, theirs.document)));
    void this.journal();
  }

  private async journal(): Promise<void> {
    if (!this.unsent()) return;
    try {
      await this.ports.keep(this.ports.confirmed(), this.ports.document());
      if (this.state.getState().unkept) this.state.setState({ unkept: false });
    } catch {
      this.state.setState({ unkept: true });
    }
  }
}

/** Takes optional fields out of a state. */
function without(state: StoreApi<Keeping>, ...names: ("problem" | "theirs")[]): void {
  const old = state.getState();
  if (names.every((n) => old[n] === undefined)) return;
  state.setState(
    Object.fromEntries(Object.entries(old).filter(([k]) => !names.some((n) => n === k))) as Keeping,
    true,
  );
}
