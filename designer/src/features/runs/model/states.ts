import type { ChainDocument } from "@/shared/chain/document";
import type { NodeState } from "@/shared/flow/picture-state";
import { isDone, type Scope, type Step, timesOf } from "./journal";
import { designed } from "./names";

/** Every step waits a moment for its turn; from here on, in milliseconds, the card says so. */
const worthAWord = 1000;

const made = new WeakMap<Step, NodeState>();

/**
 * How far each node of a scope is, for the picture. A step that did not change has the same object again, so
 * that only the cards of those that did are drawn anew. `given` is where outcomes are from that the run did
 * not make. What a scope that is over did not come to has no state.
 */
export function statesOf(
  scope: Scope | undefined,
  document: ChainDocument | undefined,
  given: NonNullable<NodeState["given"]>,
  over: boolean,
): ReadonlyMap<string, NodeState> {
  const states = new Map<string, NodeState>();
  for (const step of scope?.steps.values() ?? []) {
    if (over && step.state === "pending") continue;
    let state = made.get(step);
    if (!state) {
      state = stateOf(step, designed(document, step.node)?.retry?.attempts);
      if (step.given) state.given = given;
      if (document) made.set(step, state);
    }
    states.set(step.node, state);
  }
  return states;
}

function stateOf(step: Step, attempts: number | undefined): NodeState {
  const state: NodeState = { state: step.state };
  const attempt = step.attempts.at(-1)?.number;
  if (attempt && (attempt > 1 || (attempts ?? 1) > 1)) {
    state.attempt = attempt;
    if (attempts) state.attempts = attempts;
  }
  if (step.items) {
    const { count, begun, open, failed } = step.items;
    state.items = { total: count, done: begun - open, failed };
  }
  // What goes on is counted by nobody: a card is drawn when its step goes on, not each second.
  const closed = step.spans.filter((s) => s.to !== undefined);
  const { work, wait } = timesOf({ ...step, spans: closed }, 0);
  if (isDone(step.state) && work >= 1) state.ms = work;
  if (wait >= worthAWord && !step.given) state.waitedMs = wait;
  if (step.waits?.until !== undefined) state.until = step.waits.until;
  return state;
}
