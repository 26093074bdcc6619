import { expect, it } from "vitest";
import { type Position, positionChanges } from "./position-changes";

const position = (key: string, parameters: object): Position =>
  ({ key, title: { en: key, zh: key }, help: { en: "", zh: "" }, parameters }) as Position;

const deploy = position("deploy", {
  type: "object",
  required: ["target"],
  properties: {
    target: { type: "string" },
    count: { type: "integer" },
    note: { type: "string", title: "Note" },
    sites: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
  },
});

it("finds nothing between the same positions", () => {
  expect(positionChanges([deploy], [structuredClone(deploy)])).toEqual([]);
});

it("names positions that came and went", () => {
  const build = position("build", {});
  expect(positionChanges([deploy], [build]).map((c) => `${c.position.key} ${c.what}`)).toEqual([
    "build added",
    "deploy removed",
  ]);
});

it("says of each parameter what became of it, also of inner ones", () => {
  const now = position("deploy", {
    type: "object",
    required: ["count", "ref"],
    properties: {
      target: { type: "string" },
      count: { type: "string" },
      ref: { type: "string" },
      note: { type: "string", title: "Remark" },
      sites: { type: "array", items: { type: "object", properties: { city: { type: "string" } } } },
    },
  });
  expect(positionChanges([deploy], [now])[0]?.fields).toEqual([
    { name: "count", what: "type", from: "integer", to: "string" },
    { name: "count", what: "required" },
    { name: "note", what: "other" },
    { name: "ref", what: "addedRequired" },
    { name: "sites[].city", what: "added" },
    { name: "sites[].name", what: "removed" },
    { name: "target", what: "optional" },
  ]);
});
