import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { scriptChanges, scriptKeys } from "./script-changes";

const task = (script: string) => ({ script, environment: "python" });
const chain = (scan: string, undo: string, inner: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [
    { id: "a", name: "Scan", kind: "work", task: task(scan), undo: { kind: "work", task: task(undo) } },
    {
      id: "each",
      kind: "each",
      each: { graph: { nodes: [{ id: "b", kind: "work", task: task(inner) }], edges: [] } },
    },
  ],
  edges: [],
});
const pinned = (versions: Record<string, number>) =>
  Object.fromEntries(Object.entries(versions).map(([key, version]) => [key, { id: key, version }]));

describe("the scripts of two documents", () => {
  const same = chain("scan", "clean", "scan");

  it("differ in their versions, also in inner graphs and in what undoes", () => {
    expect(scriptKeys(same)).toEqual(["clean", "scan"]);
    expect(scriptChanges(same, same, pinned({ scan: 3, clean: 1 }), pinned({ scan: 4, clean: 2 }))).toEqual([
      { before: { key: "scan", version: 3 }, after: { key: "scan", version: 4 }, nodes: ["Scan", "b"] },
      { before: { key: "clean", version: 1 }, after: { key: "clean", version: 2 }, nodes: ["Scan"] },
    ]);
  });

  it("differ where a task runs another script", () => {
    const other = chain("check", "clean", "scan");
    expect(
      scriptChanges(same, other, pinned({ scan: 3, clean: 1 }), pinned({ scan: 3, clean: 1, check: 7 })),
    ).toEqual([
      { before: { key: "scan", version: 3 }, after: { key: "check", version: 7 }, nodes: ["Scan"] },
    ]);
  });

  it("are the same where the version is, where it is not known, and where the script was made anew", () => {
    const now = pinned({ scan: 3, clean: 1 });
    expect(scriptChanges(same, same, now, now)).toEqual([]);
    expect(scriptChanges(same, same, {}, now)).toEqual([]);
    expect(scriptChanges(same, same, now, { ...now, scan: { id: "another", version: 1 } })).toEqual([]);
  });
});
