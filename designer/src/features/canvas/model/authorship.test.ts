import { describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { authorship, stagesOf } from "./authorship";

const li = { id: "1", name: "Drafter" };
const han = { id: "2", name: "Colleague" };
const first: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [{ id: "a", kind: "script" }],
  edges: [],
};
const second = {
  ...first,
  nodes: [...first.nodes, { id: "b", kind: "work" }],
  edges: [{ from: "a", to: "b" }],
};
const third = { ...second, name: "K2", nodes: second.nodes.map((n) => ({ ...n, name: n.id })) };

describe("authorship", () => {
  const who = authorship(first, [
    { by: li, document: second },
    { by: han, document: third },
  ]);

  it("names all who had a hand in a node", () => {
    expect(who({ subject: "node", node: "b", pointer: "/nodes/1" })).toEqual([li, han]);
    expect(who({ subject: "node", node: "a", pointer: "/nodes/0" })).toEqual([han]);
  });

  it("names who drew an edge and who changed the chain itself", () => {
    expect(who({ subject: "edge", from: "a", to: "b", pointer: "/edges/0" })).toEqual([li]);
    expect(who({ subject: "document", pointer: "/name" })).toEqual([han]);
  });

  it("names nobody where the saves do not tell", () => {
    expect(who({ subject: "layout", pointer: "/layout" })).toEqual([]);
  });
});

describe("stagesOf", () => {
  it("takes saves by the same person in a row as one", () => {
    const saves = [5, 4, 3, 2].map((revision) => ({ revision, created_by: revision === 4 ? han : li }));
    expect(stagesOf(saves)).toEqual([
      { revision: 3, by: li },
      { revision: 4, by: han },
      { revision: 5, by: li },
    ]);
  });
});
