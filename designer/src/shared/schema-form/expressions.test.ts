import { describe, expect, it } from "vitest";
import { complete, holdsExpression, type Known, lookUp, soleExpression, split } from "./expressions";

const known: Known = {
  input: { inside: { sku: {}, "ship-to": {} } },
  nodes: {
    inside: {
      build: { inside: { output: { sample: { pkg: { name: "a" }, list: [{ x: 1 }] } } } },
      "my-node": {},
    },
  },
  run: { inside: { id: {} } },
};
const names = (before: string) => complete(known, before).options.map((o) => o.insert);

describe("expressions in a text", () => {
  it("are found as the server finds them", () => {
    expect(split(`a \${{ b }} c`)).toEqual({
      segments: [
        { text: "a ", expression: false },
        { text: "b", expression: true },
        { text: " c", expression: false },
      ],
    });
    expect(split(`\${{ {a: {b: "}}"}} }}`).segments).toEqual([{ text: '{a: {b: "}}"}}', expression: true }]);
    expect(split(`price $\${{ x`).segments).toEqual([{ text: `price \${{ x`, expression: false }]);
    expect(split(`\${{ never`).open).toBe(3);
    expect(split(`\${{ "never }}`).open).toBe(3);
  });

  it("are the whole value or a part of it", () => {
    expect(soleExpression(`\${{ input.sku }}`)).toBe("input.sku");
    expect(soleExpression(`a \${{ input.sku }}`)).toBeUndefined();
    expect(soleExpression(`\${{ a }}\${{ b }}`)).toBeUndefined();
    expect(soleExpression(5)).toBeUndefined();
    expect(holdsExpression(`a \${{ b }}`)).toBe(true);
    expect(holdsExpression(`a $\${{ b }}`)).toBe(false);
  });

  it("offer names by what stands before the caret", () => {
    expect(names("")).toEqual(["input", "nodes", "run"]);
    expect(names("1 + ru")).toEqual(["run"]);
    expect(names("input.")).toEqual([".sku", '["ship-to"]']);
    expect(names("nodes.my")).toEqual(['["my-node"]']);
    expect(names('nodes["b')).toEqual(['["build"]']);
    expect(names("nodes.build.output.pkg.")).toEqual([".name"]);
    expect(names("nodes.build.output.list[0].")).toEqual([".x"]);
    expect(names("foo(input.sk")).toEqual([".sku"]);
    expect(names("nothing.")).toEqual([]);
    expect(names("f().")).toEqual([]);
    expect(names("run.id > 3")).toEqual([]);
    expect(names("run.id > 3 && ")).toEqual(["input", "nodes", "run"]);
  });

  it("are looked up in the sample only as far as they are paths", () => {
    expect(lookUp(known, "nodes.build.output.pkg.name")).toEqual({ sample: "a" });
    expect(lookUp(known, 'nodes["build"].output.list[0].x')).toEqual({ sample: 1 });
    expect(lookUp(known, "nodes.build.output.none")).toBeUndefined();
    expect(lookUp(known, "nodes.build.output.pkg.name + 1")).toBeUndefined();
    expect(lookUp(known, "constructor")).toBeUndefined();
  });
});
