import { create } from "zustand";
import { client, type Shape } from "@/shared/api/client";
import { asProblem, type Problem } from "@/shared/api/problems";

export type Verdict = Shape<"DecisionIn">["verdict"];

/** A decision on one approval, as it will be sent. */
export type Deciding = {
  org: string;
  approval: string;
  title: string;
  digest: string;
  reason?: string;
  /** For whom somebody stands in. */
  behalf?: string;
};

/** What was refused of it, by approval. */
export type Refused = { approval: string; title: string; problem: Pick<Problem, "code" | "message"> };

type Pending = { verdict: Verdict; all: Deciding[]; until: number };

type Store = {
  /** What will be sent when the time is over. */
  pending: Pending | undefined;
  /** What is being sent. */
  sending: Deciding[];
  refused: Refused[];
  /** Decides: it is sent after `takeBackTime`, and what was decided before at once. */
  decide: (verdict: Verdict, all: Deciding[]) => void;
  takeBack: () => void;
  /** Sends now what is pending. */
  flush: () => Promise<void>;
  /** Forgets what was refused. */
  seen: () => void;
};

/** How long a decision can be taken back. */
export const takeBackTime = 5000;

let timer: ReturnType<typeof setTimeout> | undefined;
const heard = new Set<() => void>();

/** Has somebody told when decisions were sent. */
export function onSent(listener: () => void): () => void {
  heard.add(listener);
  return () => heard.delete(listener);
}

/**
 * Decisions are final once the server has them; for a moment they can be taken back here. Whoever leaves, or
 * closes the page, sends them.
 */
export const pendingDecisions = create<Store>((set, get) => ({
  pending: undefined,
  sending: [],
  refused: [],
  decide: (verdict, all) => {
    void get().flush();
    set({ pending: { verdict, all, until: Date.now() + takeBackTime }, refused: [] });
    timer = setTimeout(() => void get().flush(), takeBackTime);
  },
  takeBack: () => {
    clearTimeout(timer);
    set({ pending: undefined });
  },
  flush: async () => {
    const { pending } = get();
    if (!pending) return;
    clearTimeout(timer);
    set((s) => ({ pending: undefined, sending: [...s.sending, ...pending.all] }));
    const refused = await send(pending);
    set((s) => ({
      sending: s.sending.filter((d) => !pending.all.includes(d)),
      refused: [...s.refused, ...refused],
    }));
    for (const tell of heard) tell();
  },
  seen: () => set({ refused: [] }),
}));

/** Sends decisions, also while the page is being closed, and gives what was refused. */
async function send({ verdict, all }: Pending): Promise<Refused[]> {
  const body = (d: Deciding) => ({
    verdict,
    digest: d.digest,
    ...(d.reason ? { reason: d.reason } : {}),
    ...(d.behalf ? { behalf: d.behalf } : {}),
  });
  const [only, ...others] = all;
  try {
    if (only && others.length === 0) {
      await client.POST("/api/v1/orgs/{org_id}/approvals/{approval_id}/decisions", {
        params: { path: { org_id: only.org, approval_id: only.approval } },
        body: body(only),
        keepalive: true,
      });
      return [];
    }
    const { data } = await client.POST("/api/v1/me/decisions", {
      body: { decisions: all.map((d) => ({ org_id: d.org, approval_id: d.approval, ...body(d) })) },
      keepalive: true,
    });
    return all.flatMap((d) => {
      const told = data?.items.find((i) => i.approval_id === d.approval);
      return told?.code
        ? [
            {
              approval: d.approval,
              title: d.title,
              problem: { code: told.code, message: told.detail ?? told.code },
            },
          ]
        : [];
    });
  } catch (error) {
    const problem = asProblem(error);
    return all.map((d) => ({ approval: d.approval, title: d.title, problem }));
  }
}
