import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { asYaml, fromYaml } from "./yaml";

const shared = { cpu: "500m" };
const document = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock: take it",
  invented: { later: [1, null, { deep: true }], empty: {}, none: [] },
  nodes: [
    {
      id: "a",
      kind: "script",
      script: { source: 'if (a) {\n  return "x: y # z";  \n}\n\n' },
      limits: shared,
      unheard: "yes",
    },
    { id: "b", kind: "not-of-this-designer", "not-of-this-designer": { limits: shared, at: "2026-01-01" } },
  ],
  edges: [{ from: "a", to: "b", weight: 0.5, "odd key: #1": "0o17", number: "1_000", off: "off" }],
  layout: { nodes: { a: { x: 0, y: -12.5, z: 3 } }, zoom: 2 },
} as unknown as ChainDocument;

describe("a document as YAML", () => {
  it("comes back with everything, also with what nobody here knows", () => {
    expect(fromYaml(asYaml(document))).toEqual(document);
  });

  it("keeps the order of its fields and the lines of its texts", () => {
    const text = asYaml({ ...document, description: "One\nTwo\n" });
    expect(text.startsWith("format: catenary/v1\nkind: Chain\nkey: stock\n")).toBe(true);
    expect(text).toContain("description: |\n  One\n  Two\n");
  });

  it("says nothing by reference, and quotes what other readers would not take for a text", () => {
    const text = asYaml(document);
    expect(text).not.toMatch(/[&*]a1/);
    for (const quoted of ['"yes"', '"off"', '"2026-01-01"', '"1_000"']) expect(text).toContain(quoted);
  });

  it("reads JSON, and nothing that has no list of nodes", () => {
    expect(fromYaml(JSON.stringify(document))).toEqual(document);
    expect(fromYaml("nodes: no list")).toBeUndefined();
    expect(fromYaml("just words")).toBeUndefined();
  });
});
