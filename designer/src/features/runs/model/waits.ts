import type { ChainDocument, ChainNode } from "@/shared/chain/document";
import { graphAt } from "@/shared/chain/graph";
import { isOver, type Journal, type Step } from "./journal";
import { designed, pathOf, stepName } from "./names";

const causes = ["time", "callback", "child", "people", "switch", "retry"] as const;

/** What a step waits for, since when, and until when if that is known; times in milliseconds. */
export type Wait = {
  /** `turn`: nothing holds it, it has not been begun yet; `steps`: those before it. */
  for: (typeof causes)[number] | "turn" | "paused" | "steps" | "other";
  since?: number;
  until?: number;
  /** What the steps before it are called. */
  names?: string[];
  /** The switch, and the value that it is to have. */
  switch?: { key: string; value: string };
  /** The attempt that comes next, and how many there may be. */
  next?: { n: number; of?: number };
};

/** What a step waits for; nothing if it is at work, or over, or its run is. */
export function waitOf(step: Step, journal: Journal, document: ChainDocument | undefined): Wait | undefined {
  const node = designed(document, step.node);
  if (isOver(journal.state) || journal.scopes.get(step.scope)?.state !== undefined) return undefined;
  if (step.state === "ready") {
    const since = step.readyAt === undefined ? {} : { since: step.readyAt };
    return { for: journal.state === "paused" ? "paused" : "turn", ...since };
  }
  if (step.state === "pending") {
    const names = before(step, journal, document);
    return names.length > 0 ? { for: "steps", names } : undefined;
  }
  if (!step.waits) return undefined;
  const { for: cause, since, until } = step.waits;
  const known = causes.find((c) => c === cause) ?? "other";
  const wait: Wait = { for: known, since, ...(until === undefined ? {} : { until }) };
  if (known === "switch") Object.assign(wait, switchOf(node));
  if (known === "retry") wait.next = nextOf(step, node);
  return wait;
}

/** The steps from which edges to this one are not decided yet. */
function before(step: Step, journal: Journal, document: ChainDocument | undefined): string[] {
  const graph = document && graphAt(document, pathOf(step.scope));
  const decided = journal.scopes.get(step.scope)?.edges;
  const from = (graph?.edges ?? [])
    .filter((e) => e.to === step.node && !decided?.has(`${e.from}→${e.to}`))
    .map((e) => e.from);
  return [...new Set(from)].map((id) => stepName(document, id));
}

function switchOf(node: ChainNode | undefined): Pick<Wait, "switch"> {
  const config = node?.switch as { wait?: { switch?: string; value?: unknown } } | undefined;
  const { switch: key, value } = config?.wait ?? {};
  if (!key) return {};
  return { switch: { key, value: typeof value === "string" ? value : (JSON.stringify(value) ?? "null") } };
}

function nextOf(step: Step, node: ChainNode | undefined): NonNullable<Wait["next"]> {
  const n = (step.attempts.at(-1)?.number ?? 0) + 1;
  const of = node?.retry?.attempts;
  return of === undefined ? { n } : { n, of };
}
