import i18next from "i18next";
import { create } from "zustand";
import type { Shape } from "@/shared/api/client";
import { asProblem, Problem } from "@/shared/api/problems";
import { sessionOver } from "@/shared/api/session";
import { same } from "@/shared/chain/canonical";
import type { ChainDocument } from "@/shared/chain/document";
import { narrow } from "@/shared/lib/narrow";
import { checkDraft } from "../../api/check-draft";
import { type Entry, Journal } from "../../api/journal";
import { answerLease, releaseLease, renewLease, takeLease } from "../../api/lease";
import { readDraft } from "../../api/read-draft";
import { type Saved, saveDraft } from "../../api/save-draft";
import { type Carry, carried } from "../../model/history";
import { remaining } from "../../model/selection";
import { type Confirmed, useEditor } from "../../store";
import { Keeper } from "./keeper";

/** Whether this window may change the draft. */
export type Hold =
  | { state: "none" }
  | { state: "taking" }
  | { state: "held"; since: string; ask?: Shape<"LeaseAskBody"> }
  | { state: "lost"; by?: string; since?: string };

type Opened = {
  org: string;
  key: string;
  /** Who sits here. */
  me: string;
  /** Names the chain in the journal. */
  id: string;
  saved: (answer: Saved) => void;
};

type Desk = {
  hold: Hold;
  /** Why the draft could not be taken; another's lease is chain.leased. */
  refused: Problem | undefined;
  /** At work from `edit` to the end of editing. */
  keeper: Keeper | undefined;
  /** Unsent work of an earlier visit. */
  offered: Entry | undefined;
  open: (opened: Opened) => void;
  /** Leaves the draft: sends what is unsent, or keeps it in the journal, and lets others edit. */
  close: () => void;
  /** The page goes away: others may edit. What is unsent stays in the journal. */
  leave: () => void;
  /** Takes the draft for this window. False if it could not be had, or if the window is too narrow to draw in. */
  edit: (over?: boolean) => Promise<boolean>;
  /** Ends editing once all is sent. False if something could not be. */
  done: () => Promise<boolean>;
  /**
   * Answers who asks to edit. Handing over ends editing once all is sent: false if something could not be.
   * A refusal is thrown.
   */
  answer: (handOver: boolean) => Promise<boolean>;
  /** Has the server take what is unsent. True if it has all of it. */
  flush: () => Promise<boolean>;
  /** Shows what others have saved meanwhile, while nobody edits here. */
  follow: (revision: number) => Promise<void>;
  takeUp: (entry: Entry) => Promise<void>;
  putAside: (entry: Entry) => Promise<void>;
};

const renewal = 20_000;

/** Why the draft is not taken in a window in which a chain cannot be drawn. */
export const tooNarrow = "draft.narrow";

/** One draft that lies open here, from `open` to `close`. */
type Session = Opened & {
  journal: Journal;
  lease: string | undefined;
  timer: ReturnType<typeof setInterval> | undefined;
  forgetStore: () => void;
  /** What is left to be sent when the editor has already turned to another chain. */
  last: { document: ChainDocument; confirmed: Confirmed } | undefined;
};

let session: Session | undefined;

/** The draft that lies open: who may edit it, how it is kept, and what was left of earlier visits. */
export const useDesk = create<Desk>((set, get) => {
  const isOpen = (s: Session) => session === s;

  const lookFor = async (s: Session) => {
    const left = await s.journal.left().catch(() => []);
    if (!isOpen(s)) return;
    const server = useEditor.getState().confirmed.document;
    for (const e of left.filter((e) => same(e.document, server))) void s.journal.forget(e.id);
    set({ offered: left.find((e) => !same(e.document, server)) });
  };

  /** Who asks to edit, as long as nobody has said no. */
  const told = (s: Session, ask: Shape<"LeaseAskBody"> | undefined) => {
    const { hold } = get();
    if (!isOpen(s) || hold.state !== "held") return;
    set({ hold: { state: "held", since: hold.since, ...(ask && !ask.declined ? { ask } : {}) } });
  };

  const endHold = (s: Session) => {
    clearInterval(s.timer);
    s.timer = undefined;
    s.lease = undefined;
    if (!isOpen(s)) return;
    useEditor.getState().setEditing(false);
    set({ keeper: undefined });
  };

  const lose = async (s: Session, problem: Problem) => {
    const { holder_name, since } = problem.data as { holder_name?: string; since?: string };
    await get().keeper?.stop();
    endHold(s);
    if (!isOpen(s)) return;
    set({
      hold: { state: "lost", ...(holder_name ? { by: holder_name } : {}), ...(since ? { since } : {}) },
    });
    await show(s).catch(() => {});
    s.journal = journalOf(s);
    await lookFor(s);
  };

  const show = async (s: Session) => {
    const now = await readDraft(s.org, s.key);
    const editor = useEditor.getState();
    // What was asked before Edit must not be put in the place of what was typed since.
    if (!isOpen(s) || editor.editing) return;
    if (now.revision === editor.confirmed.revision && same(now.document, editor.document)) return;
    editor.replace(now.document);
    editor.confirm(now);
  };

  /** Takes the draft from another window of the same person: the one that closed may still have it for a minute. */
  const overOwn = async (s: Session) => {
    const held = get().refused;
    const own = held?.code === "chain.leased" && (held.data as { holder?: string }).holder === s.me;
    return own && (await get().edit(true));
  };

  const keeperOf = (s: Session) =>
    new Keeper({
      document: () => s.last?.document ?? useEditor.getState().document,
      confirmed: () => s.last?.confirmed ?? useEditor.getState().confirmed,
      confirm: (confirmed) => {
        if (s.last) s.last.confirmed = confirmed;
        else useEditor.getState().confirm(confirmed);
      },
      merged: (document, carry) => {
        if (s.last) s.last.document = document;
        else takeIn(document, carry);
      },
      save: (document, revision) => saveDraft(s.org, s.key, document, revision, s.lease),
      read: () => readDraft(s.org, s.key),
      saved: (answer) => {
        if (isOpen(s)) useEditor.getState().setProblems(answer.problems);
        s.saved(answer);
      },
      keep: (base, document) => s.journal.keep(base, document),
      drop: () => s.journal.drop(),
      lost: (problem) => void lose(s, problem),
      signedIn,
    });

  return {
    hold: { state: "none" },
    refused: undefined,
    keeper: undefined,
    offered: undefined,

    open(opened) {
      if (session) get().close();
      const s: Session = {
        ...opened,
        journal: journalOf(opened),
        lease: undefined,
        timer: undefined,
        last: undefined,
        forgetStore: useEditor.subscribe((now, before) => {
          if (now.document !== before.document && now.editing) get().keeper?.edited();
        }),
      };
      session = s;
      set({ hold: { state: "none" }, refused: undefined, offered: undefined, keeper: undefined });
      void lookFor(s);
    },

    close() {
      const s = session;
      if (!s) return;
      session = undefined;
      s.forgetStore();
      clearInterval(s.timer);
      const { document, confirmed } = useEditor.getState();
      const { keeper } = get();
      useEditor.getState().setEditing(false);
      set({ keeper: undefined, hold: { state: "none" }, offered: undefined });
      if (!s.lease || !keeper) return;
      s.last = { document, confirmed };
      void keeper
        .flush()
        .catch(() => false)
        .then(() => keeper.stop())
        .then(() => (s.lease ? releaseLease(s.org, s.key, s.lease) : undefined))
        .catch(() => {});
    },

    leave() {
      if (session?.lease) void releaseLease(session.org, session.key, session.lease).catch(() => {});
    },

    async edit(over = false) {
      const s = session;
      if (!s || get().hold.state === "taking") return false;
      if (s.lease) return true;
      if (window.matchMedia(narrow).matches) {
        set({ refused: new Problem({ code: tooNarrow, detail: i18next.t("canvas:draft.narrow") }) });
        return false;
      }
      set({ hold: { state: "taking" }, refused: undefined });
      try {
        const lease = await takeLease(s.org, s.key, over);
        s.lease = lease.id;
        await show(s);
        if (!isOpen(s)) {
          await releaseLease(s.org, s.key, lease.id);
          return false;
        }
        s.timer = setInterval(async () => {
          if (!s.lease) return;
          try {
            told(s, (await renew(s, s.lease))?.ask);
          } catch (error) {
            const problem = asProblem(error);
            if ([403, 404, 409].includes(problem.status)) void lose(s, problem);
          }
        }, renewal);
        set({ hold: { state: "held", since: lease.since }, keeper: keeperOf(s) });
        useEditor.getState().setEditing(true);
        const { confirmed } = useEditor.getState();
        void checkDraft(s.org, s.key, "save")
          .then((problems) => {
            // A save that came since has said more.
            const editor = useEditor.getState();
            if (isOpen(s) && editor.confirmed === confirmed) editor.setProblems(problems);
          })
          .catch(() => {});
        return true;
      } catch (error) {
        if (s.lease) void releaseLease(s.org, s.key, s.lease).catch(() => {});
        s.lease = undefined;
        if (isOpen(s)) set({ hold: { state: "none" }, refused: asProblem(error) });
        return false;
      }
    },

    async done() {
      const s = session;
      if (!s?.lease) return true;
      if (!(await get().flush())) return false;
      const lease = s.lease;
      await get().keeper?.stop();
      endHold(s);
      if (isOpen(s)) set({ hold: { state: "none" } });
      await releaseLease(s.org, s.key, lease).catch(() => {});
      return true;
    },

    async answer(handOver) {
      const s = session;
      if (!s?.lease) return true;
      const { lease } = s;
      if (!handOver) {
        await answerLease(s.org, s.key, lease, false);
        told(s, undefined);
        return true;
      }
      // What would be typed from here on would be sent by nobody.
      const { setEditing } = useEditor.getState();
      setEditing(false);
      let handed = false;
      try {
        if (!(await get().flush())) return false;
        await answerLease(s.org, s.key, lease, true);
        handed = true;
      } finally {
        if (!handed && isOpen(s) && s.lease === lease) setEditing(true);
      }
      await get().keeper?.stop();
      endHold(s);
      if (isOpen(s)) set({ hold: { state: "none" } });
      return true;
    },

    flush: async () => (await get().keeper?.flush()) ?? true,

    async follow(revision) {
      const s = session;
      if (!s || get().hold.state === "held" || get().hold.state === "taking") return;
      if (revision > useEditor.getState().confirmed.revision) await show(s).catch(() => {});
    },

    async takeUp(entry) {
      const s = session;
      if (!s) return;
      // What was done here since then is sent first: what was left is laid over it, not in its place.
      const ready = s.lease ? await get().flush() : (await get().edit()) || (await overOwn(s));
      if (!ready) return;
      get().keeper?.restore(entry.base, entry.document);
      await s.journal
        .keep(entry.base, entry.document)
        .then(() => s.journal.forget(entry.id))
        .catch(() => {});
      await lookFor(s);
    },

    async putAside(entry) {
      const s = session;
      if (!s) return;
      await s.journal.forget(entry.id).catch(() => {});
      await lookFor(s);
    },
  };
});

function journalOf({ me, id }: Opened): Journal {
  return new Journal(`${me}/${id}`);
}

/** Makes a merged document the draft; each step that can be undone keeps what others did. */
function takeIn(document: ChainDocument, carry: Carry): void {
  useEditor.setState((s) => ({
    document,
    selection: remaining(s.selection, document),
    history: carried(s.history, carry),
  }));
}

/**
 * Goes on holding the lease. One that another took over and has given back is taken again, so that who has to
 * merge what they did is not interrupted; saves are merged by their revisions.
 */
async function renew(s: Session, lease: string): Promise<Shape<"ChainLeaseBody"> | undefined> {
  try {
    return await renewLease(s.org, s.key, lease);
  } catch (error) {
    const { code, data } = asProblem(error);
    if (code !== "chain.lease_lost" || "holder" in data) throw error;
    const again = await takeLease(s.org, s.key, false);
    if (s.lease === lease) s.lease = again.id;
    else await releaseLease(s.org, s.key, again.id);
    return again;
  }
}

/** Resolves when somebody is signed in (again). */
function signedIn(): Promise<void> {
  if (!sessionOver.getState().over) return Promise.resolve();
  return new Promise((resolve) => {
    const forget = sessionOver.subscribe((s) => {
      if (s.over) return;
      forget();
      resolve();
    });
  });
}
