import { describe, expect, it } from "vitest";
import { failing, journalOf, second } from "../test-events";
import { fold } from "./fold";
import { emptyJournal, firstFailure, itemsOf, latestAtWork, stepAt, timesOf } from "./journal";

const list = journalOf([
  [0, "start", { roots: ["pack"] }],
  [0, "expand", { node: "pack", attempt: 1, items: ["a", "b", "c"], at_once: 2, roots: ["wrap"] }],
  [0, "intent", { scope: "pack:0", node: "wrap", attempt: 1, halves: [{}] }],
  [0, "intent", { scope: "pack:1", node: "wrap", attempt: 1, halves: [{}] }],
  [
    2,
    "result",
    { scope: "pack:1", node: "wrap", attempt: 1, state: "failed", failure: { code: "x", message: "" } },
  ],
  [
    2,
    "segment",
    {
      scope: "pack:1",
      entries: [{ node: "wrap", state: "failed", failure: { code: "x", message: "no carton" } }],
    },
  ],
  [
    2,
    "close",
    { scope: "pack:1", state: "failed", failure: { code: "x", message: "no carton" }, open: true },
  ],
]);

describe("the journal of a run", () => {
  it("comes to the same in one go, event by event, and with events that come twice", () => {
    const whole = fold(emptyJournal, failing);
    let steps = emptyJournal;
    for (const e of failing) steps = fold(steps, [e]);
    let again = fold(emptyJournal, failing.slice(0, 6));
    again = fold(again, failing.slice(2));
    again = fold(again, failing);
    expect(steps).toEqual(whole);
    expect(again).toEqual(whole);
    expect(fold(whole, failing)).toBe(whole);
  });

  it("keeps every attempt with its own failure, and tells waiting from working", () => {
    const build = stepAt(fold(emptyJournal, failing), "", "build");
    expect(build?.attempts.map((a) => [a.number, a.state, a.failure?.message])).toEqual([
      [1, "failed", "it ended with exit code 7"],
      [2, "failed", "it ended with exit code 8"],
    ]);
    expect(build && timesOf(build, 0)).toEqual({ work: 4000, wait: 11_000 });
  });

  it("says what a step waits for, since when and until when", () => {
    const journal = fold(emptyJournal, failing.slice(0, 5));
    expect(stepAt(journal, "", "build")?.waits).toEqual({
      for: "retry",
      since: second(3),
      until: second(13),
    });
    expect(journal.state).toBe("waiting");
    expect(latestAtWork(journal)?.node).toBe("build");
  });

  it("knows the step by which the run failed", () => {
    expect(firstFailure(fold(emptyJournal, failing))?.node).toBe("build");
  });

  it("begins the items of a list as others end, and counts them", () => {
    const journal = fold(fold(emptyJournal, list.slice(0, 4)), list.slice(4));
    const pack = stepAt(journal, "", "pack");
    expect(pack?.items).toEqual({ count: 3, begun: 3, open: 2, failed: 1, canceled: 0 });
    expect(pack && itemsOf(journal, pack).map((s) => [s.path, s.item, s.state])).toEqual([
      ["pack:0", "a", undefined],
      ["pack:1", "b", "failed"],
      ["pack:2", "c", undefined],
    ]);
    expect(stepAt(journal, "pack:2", "wrap")?.state).toBe("ready");
    expect(firstFailure(journal)?.scope).toBe("pack:1");
  });

  it("leaves steps that no event touches as they are, so that they are not drawn again", () => {
    const before = fold(emptyJournal, list.slice(0, 4));
    const after = fold(before, list.slice(4, 5));
    expect(stepAt(after, "pack:0", "wrap")).toBe(stepAt(before, "pack:0", "wrap"));
    expect(stepAt(after, "pack:1", "wrap")).not.toBe(stepAt(before, "pack:1", "wrap"));
    expect(stepAt(before, "pack:1", "wrap")?.attempts[0]?.halves[0]?.state).toBe("processing");
  });

  it("goes on behind its end when it is undone, and keeps why it had failed", () => {
    const undo = journalOf(
      [
        [20, "undo", { by: "u1", reason: "a trial" }],
        [20, "reverse", { node: "order", roots: ["order"] }],
        [21, "intent", { scope: "order:undo", node: "order", attempt: 1, halves: [{ half: "task" }] }],
        [22, "result", { scope: "order:undo", node: "order", attempt: 1, half: "task", state: "failed" }],
        [
          22,
          "segment",
          {
            scope: "order:undo",
            entries: [{ node: "order", state: "failed", failure: { code: "task.exit", message: "9" } }],
          },
        ],
        [22, "close", { scope: "order:undo", state: "failed" }],
        [22, "end", { state: "undo_failed", failure: { code: "task.exit", message: "9" } }],
      ],
      failing.length + 1,
    );
    const undoing = fold(fold(emptyJournal, failing), undo.slice(0, 3));
    expect([undoing.state, undoing.endedAt]).toEqual(["undoing", undefined]);
    const journal = fold(undoing, undo.slice(3));
    expect(journal.state).toBe("undo_failed");
    expect(journal.failure?.message).toBe("it ended with exit code 8");
    expect(firstFailure(journal)?.scope).toBe("order:undo");
    expect(journal.orders).toEqual([{ kind: "undo", at: second(20), by: "u1", reason: "a trial" }]);
  });

  it("passes over events of kinds it does not know", () => {
    const journal = fold(emptyJournal, [
      ...failing.slice(0, 2),
      { seq: 3, at: "2026-05-31T10:31:05Z", kind: "new" },
    ]);
    expect(journal.seq).toBe(3);
    expect(stepAt(journal, "", "build")?.state).toBe("ready");
  });
});
