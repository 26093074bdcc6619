import { beforeEach, describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { useEditor } from "../store";
import { back, carried, empty, forth, record } from "./history";

const named = (name: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name,
  nodes: [{ id: "a", kind: "work" }],
  edges: [],
});

describe("history", () => {
  it("keeps the last 200 steps, with their names", () => {
    let h = empty;
    for (let i = 0; i < 250; i++) h = record(h, `step ${i}`, named(`${i}`), i);
    expect(h.past).toHaveLength(200);
    expect(h.past[0]?.label).toBe("step 50");
  });

  it("takes typing in one field for one step, until somebody pauses or does something else", () => {
    let h = record(empty, "Type", named("0"), 0, "name");
    h = record(h, "Type", named("1"), 1000, "name");
    h = record(h, "Type", named("2"), 2500, "name");
    expect(h.past).toHaveLength(1);
    expect(h.past[0]?.before.document.name).toBe("0");
    expect(record(h, "Type", named("3"), 9000, "name").past).toHaveLength(2);
    expect(record(h, "Type", named("3"), 2600, "other").past).toHaveLength(2);
  });

  it("goes back and forth", () => {
    const h = record(empty, "One", named("0"), 0);
    const undone = back(h, named("1"));
    expect(undone?.document.name).toBe("0");
    const again = undone && forth(undone.history);
    expect(again?.document.name).toBe("1");
    expect(again?.history.past).toHaveLength(1);
    expect(back(empty, named("x"))).toBeUndefined();
    expect(forth(empty)).toBeUndefined();
  });

  it("goes many steps at once, and no further than there are", () => {
    let h = empty;
    for (let i = 0; i < 4; i++) h = record(h, `step ${i}`, named(`${i}`), i);
    const far = back(h, named("4"), 3);
    expect(far?.document.name).toBe("1");
    expect(far?.history.future.map((f) => f.step.label)).toEqual(["step 1", "step 2", "step 3"]);
    expect(far && forth(far.history, 2)?.document.name).toBe("3");
    expect(back(h, named("4"), 9)?.document.name).toBe("0");
    expect(far && forth(far.history, 9)?.document.name).toBe("4");
  });

  it("keeps every step over what others did, and lays that under a step only when it is taken", () => {
    let h = empty;
    for (let i = 0; i < 200; i++) h = record(h, `step ${i}`, named(`${i}`), i);
    const undone = back(h, named("200"));
    const asked: string[] = [];
    const by = (who: string) => (d: ChainDocument) => {
      asked.push(d.name);
      return { ...d, name: `${d.name} ${who}` };
    };
    const merged = undone && carried(carried(undone.history, by("Ada")), by("Lin"));
    expect(merged?.past).toHaveLength(199);
    expect(asked).toEqual([]);
    expect(merged && back(merged, named("x"), 199)?.document.name).toBe("0 Ada Lin");
    expect(merged && forth(merged)?.document.name).toBe("200 Ada Lin");
    expect(asked).toHaveLength(4);
  });
});

describe("the editor", () => {
  const editor = () => useEditor.getState();
  beforeEach(() => {
    editor().begin({ org: "o", key: "k", document: named("0"), revision: 1 });
    editor().setEditing(true);
  });

  it("does nothing for whoever does not hold the draft", () => {
    editor().setEditing(false);
    editor().act("Name", (d) => ({ ...d, name: "1" }));
    expect(editor().document.name).toBe("0");
  });

  it("makes one step of one act, and none of an act that changed nothing", () => {
    editor().act("Name", (d) => ({ ...d, name: "1" }));
    editor().act("Nothing", (d) => d);
    expect(editor().history.past.map((s) => s.label)).toEqual(["Name"]);
    editor().undo();
    expect(editor().document.name).toBe("0");
    editor().redo();
    expect(editor().document.name).toBe("1");
  });

  it("lets go of what is no longer there", () => {
    editor().select({ nodes: ["a", "gone"], edges: ["x→y"] });
    editor().act("Name", (d) => ({ ...d, name: "1" }));
    expect(editor().selection).toEqual({ nodes: ["a"], edges: [] });
  });

  it("can undo a replacement that has a name, and forgets nothing by one that has none", () => {
    editor().act("Name", (d) => ({ ...d, name: "1" }));
    editor().replace(named("merged"));
    expect(editor().history.past).toHaveLength(1);
    editor().replace(named("discarded"), "Discard");
    editor().undo();
    expect(editor().document.name).toBe("merged");
  });
});
