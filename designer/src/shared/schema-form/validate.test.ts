import { describe, expect, it } from "vitest";
import { checker } from "./validate";

describe("what a schema says of a value", () => {
  it("is told at the field that shows it", () => {
    const check = checker(
      {
        type: "object",
        required: ["a"],
        properties: { a: { type: "string" }, n: { $ref: "#/$defs/n" }, any: {} },
        $defs: { n: { type: "integer", minimum: 3 } },
      },
      false,
    );
    expect(check({ n: 1, any: { x: 1 } })).toEqual([
      { pointer: "/a", rule: "required", limit: ["a"] },
      { pointer: "/n", rule: "minimum", limit: 3 },
    ]);
    expect(check({ a: "x", n: 3 })).toEqual([]);
    expect(check(undefined)).toEqual([]);
  });

  it("leaves expressions to the run", () => {
    const schema = { type: "object", properties: { n: { type: "integer" } } };
    expect(checker(schema, true)({ n: `\${{ input.n }}` })).toEqual([]);
    expect(checker(schema, true)({ n: `n \${{ input.n }}` })).toHaveLength(1);
    expect(checker(schema, false)({ n: `\${{ input.n }}` })).toHaveLength(1);
  });

  it("speaks of the chosen alternative only", () => {
    const schema = {
      type: "object",
      properties: {
        how: {
          oneOf: [
            {
              type: "object",
              required: ["kind", "to"],
              properties: { kind: { const: "mail" }, to: { type: "string" } },
            },
            {
              type: "object",
              required: ["kind", "url"],
              properties: { kind: { const: "hook" }, url: { type: "string" } },
            },
          ],
        },
      },
    };
    const check = checker(schema, false);
    expect(check({ how: { kind: "hook" } })).toEqual([
      { pointer: "/how/url", rule: "required", limit: ["kind", "url"] },
    ]);
  });

  it("is silent when the schema itself is broken", () => {
    expect(checker({ type: "string", pattern: "(" }, false)("x")).toEqual([]);
    expect(checker({ $ref: "#/$defs/none" }, false)({})).toEqual([]);
  });
});
