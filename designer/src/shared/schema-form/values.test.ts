import { describe, expect, it } from "vitest";
import type { Known } from "./expressions";
import { type Value, valuesOf, within } from "./values";

const known: Known = {
  input: { inside: { sku: { detail: "Article" }, "ship-to": {} } },
  nodes: {
    inside: {
      build: {
        detail: "Build it",
        inside: { output: { sample: { risk: 7, parts: [{ no: 1 }, { no: 2 }] } }, state: {}, error: {} },
      },
      "pack-all": { inside: { output: {} } },
    },
  },
  run: { inside: { id: {} } },
  item: {},
};
const names = (values: Value[]) => values.map((v) => [v.name, v.reference]);

describe("the values that can be inserted", () => {
  it("are the input, what nodes gave by the names of these, and the item", () => {
    expect(names(valuesOf(known))).toEqual([
      ["input", "input"],
      ["Build it", "nodes.build.output"],
      ["pack-all", 'nodes["pack-all"].output'],
      ["item", "item"],
    ]);
  });

  it("have parts by what is known or was seen of them", () => {
    const [input, build, pack] = valuesOf(known) as [Value, Value, Value];
    expect(names(within(input))).toEqual([
      ["sku", "input.sku"],
      ["ship-to", 'input["ship-to"]'],
    ]);
    const [risk, parts] = within(build) as [Value, Value];
    expect(risk).toMatchObject({ reference: "nodes.build.output.risk", of: { sample: 7 } });
    expect(names(within(parts).flatMap(within))).toEqual([
      ["no", "nodes.build.output.parts[0].no"],
      ["no", "nodes.build.output.parts[1].no"],
    ]);
    expect(within(pack)).toEqual([]);
    expect(within(risk)).toEqual([]);
  });
});
