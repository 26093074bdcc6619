import type { JournalEvent } from "./model/fold";

const begin = Date.parse("2026-05-31T10:31:00Z");

/** A journal for tests: `[seconds since the beginning, kind, body]`. */
export function journalOf(entries: [number, string, object][], first = 1): JournalEvent[] {
  return entries.map(([at, kind, body], i) => ({
    seq: first + i,
    at: new Date(begin + at * 1000).toISOString(),
    kind,
    body,
  }));
}

/** The time so many seconds after the beginning, in milliseconds. */
export const second = (at: number) => begin + at * 1000;

const edge = (to: string) => ({ edges: [{ to, taken: true, of: 1 }] });

/** `order` is done at once, `build` fails twice with a retry between; the run fails with it. */
export const failing = journalOf([
  [0, "start", { roots: ["order"] }],
  [0, "segment", { entries: [{ node: "order", state: "succeeded", decided: edge("build") }] }],
  [1, "intent", { node: "build", attempt: 1, halves: [{ half: "task" }] }],
  [
    3,
    "result",
    {
      node: "build",
      attempt: 1,
      half: "task",
      state: "failed",
      failure: { code: "task.exit", message: "7" },
    },
  ],
  [
    3,
    "retry",
    {
      node: "build",
      attempt: 2,
      at: second(13) * 1000,
      failure: { code: "task.exit", message: "it ended with exit code 7" },
    },
  ],
  [13, "resume", { node: "build" }],
  [13, "intent", { node: "build", attempt: 2, halves: [{ half: "task" }] }],
  [
    15,
    "result",
    {
      node: "build",
      attempt: 2,
      half: "task",
      state: "failed",
      failure: { code: "task.exit", message: "8" },
    },
  ],
  [
    15,
    "segment",
    {
      entries: [
        {
          node: "build",
          state: "failed",
          failure: { code: "task.exit", message: "it ended with exit code 8", line: 3 },
        },
      ],
    },
  ],
  [
    15,
    "end",
    {
      state: "failed",
      failure: { code: "task.exit", message: "it ended with exit code 8", node: "build", line: 3 },
    },
  ],
]);
