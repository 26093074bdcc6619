import { describe, expect, it } from "vitest";
import { conditionValues, operatorFor, plainReference, typedReference } from "./condition-values";
import {
  type Condition,
  type Conditions,
  type Operator,
  readConditions,
  writeConditions,
} from "./conditions";

const row = (value: string, operator: Operator, text = "", as: "text" | "number" | "value" = "text") =>
  ({ value, operator, operand: { as, text } }) satisfies Condition;
const one = (...r: Parameters<typeof row>) => writeConditions({ join: "all", rows: [row(...r)] });

/** What an expression is with this input, as glue takes it. */
function holds(expression: string, input: unknown, nodes: unknown = {}): boolean {
  return Boolean(new Function("input", "nodes", `"use strict"; return (\n${expression}\n)`)(input, nodes));
}

const operators: Operator[] = [
  "is",
  "isNot",
  "greater",
  "atLeast",
  "less",
  "atMost",
  "contains",
  "containsNot",
  "startsWith",
  "endsWith",
  "isTrue",
  "isFalse",
  "empty",
  "notEmpty",
];
const operands: Condition["operand"][] = [
  { as: "text", text: "" },
  { as: "text", text: `O'Neil said "no" \\ && || ) \u2028 中文\n` },
  { as: "number", text: "0" },
  { as: "number", text: "-3.5e2" },
  { as: "number", text: "100" },
  { as: "value", text: "input.limit" },
  { as: "value", text: `nodes["a-b"]?.output?.list?.[0]` },
];
const values = ["input.sku", "nodes.build?.output?.risk", `switches["new \\"way\\""]`, "item", "index"];

describe("conditions", () => {
  it("are read as they were written, whatever they say", () => {
    for (const join of ["all", "any"] as const)
      for (const operator of operators)
        for (const operand of operands)
          for (const value of values) {
            const bare = ["isTrue", "isFalse", "empty", "notEmpty"].includes(operator);
            const said: Condition = {
              value,
              operator,
              operand: bare ? { as: "text", text: "" } : operand,
            };
            const all: Conditions = { join, rows: [said, row("input.x", "is", "1", "number")] };
            const text = writeConditions(all);
            expect(readConditions(text), text).toEqual(all);
            expect(writeConditions(readConditions(text) as Conditions)).toBe(text);
            expect(() => new Function(`return (${text})`)).not.toThrow();
          }
  });

  it("leave out rows that are not complete", () => {
    const rows = [row("", "is", "a"), row("input.a", "greater", "", "number"), row("input.b", "isTrue")];
    expect(writeConditions({ join: "any", rows })).toBe("input.b === true");
    expect(one("input.a", "is", "input.b || evil()", "value")).toBe("");
    expect(one("alert(1)", "isTrue")).toBe("");
  });

  it("read what people write by hand, and leave all else to the expression", () => {
    expect(readConditions("nodes.check.output.risk>3 &&input.name === 'nobody'")).toEqual({
      join: "all",
      rows: [row("nodes.check.output.risk", "greater", "3", "number"), row("input.name", "is", "nobody")],
    });
    for (const text of [
      "input.a",
      "!input.a",
      "input.a == 3",
      "input.a > 3 + 1",
      "input.a > 3 && input.b > 1 || input.c > 1",
      "(input.a > 3)",
      "input.a.b() === 1",
      "input.a === input.b()",
      "input.a === input.b[0].c(1)",
      "input[x] === 1",
      "input.a === 1; x",
      "input.a === 1 // why",
      "input.a > 3n",
      "input.a > 0x10",
      "input.a === 'it\\'s'",
      "inputs.a === 1",
      "run",
      "input.a =",
      "incoming.a === 1",
      "!(input.a ?? NaN) < 3",
      '(input.a ?? "").length > 0',
      "input.a?.includes?.()",
      "!input.a?.startsWith?.('x')",
      "input.a ? 1 : 2",
      "&& input.a === 1",
      "input.a === 1 &&",
    ])
      expect(readConditions(text), text).toBeUndefined();
    expect(readConditions("  ")).toEqual({ join: "all", rows: [] });
  });

  it("never fail, and never hold for a value that is not there", () => {
    for (const missing of [{}, { a: null }, { a: undefined }]) {
      for (const operator of ["greater", "atLeast", "less", "atMost"] as const)
        for (const text of ["-1", "0", "1"]) {
          expect(holds(one("input.a", operator, text, "number"), missing), `${operator} ${text}`).toBe(false);
          expect(holds(one("input.a", operator, text), missing), `${operator} "${text}"`).toBe(false);
          expect(holds(one("input.a", operator, "input.b", "value"), { ...missing, b: 1 })).toBe(false);
        }
      for (const operator of ["contains", "startsWith", "endsWith", "isTrue", "isFalse"] as const)
        expect(holds(one("input.a", operator, "x"), missing), operator).toBe(false);
      expect(holds(one("input.a", "empty"), missing)).toBe(true);
      expect(holds(one("input.a", "notEmpty"), missing)).toBe(false);
      expect(holds(one("input.a", "containsNot", "x"), missing)).toBe(true);
    }
    expect(holds(one("nodes.build?.output?.risk", "less", "3", "number"), {}, {})).toBe(false);
    expect(holds(one("input.a", "contains", "x"), { a: 5 })).toBe(false);
  });

  it("hold as they read", () => {
    const input = { n: 3, t: "Tea", l: ["a", "b"], yes: true, none: "", limit: 2 };
    expect(holds(one("input.n", "greater", "input.limit", "value"), input)).toBe(true);
    expect(holds(one("input.n", "atMost", "3", "number"), input)).toBe(true);
    expect(holds(one("input.n", "less", "3", "number"), input)).toBe(false);
    expect(holds(one("input.t", "startsWith", "Te"), input)).toBe(true);
    expect(holds(one("input.l", "contains", "b"), input)).toBe(true);
    expect(holds(one("input.l", "containsNot", "b"), input)).toBe(false);
    expect(holds(one("input.l", "empty"), { l: [] })).toBe(true);
    expect(holds(one("input.none", "notEmpty"), input)).toBe(false);
    expect(holds(one("input.n", "notEmpty"), input)).toBe(true);
    expect(holds(one("input.t", "is", `"`), { t: `"` })).toBe(true);
  });
});

describe("the values of conditions", () => {
  const known = {
    input: {
      inside: { sku: { type: "text" as const }, order: { sample: { total: 5, "net sum": 4 } } },
    },
    nodes: {
      inside: {
        build: { detail: "Build", inside: { output: { sample: { risk: 3, tags: ["a"] } } } },
        "a-b": { inside: { output: {} } },
      },
    },
    switches: { inside: { "new-way": { sample: true } } },
  };
  const values = conditionValues(known, (of) => of);
  const reference = (label: string) => values.find((v) => v.label === label)?.reference;

  it("are reached without failing where something may be missing", () => {
    expect(reference("input › sku")).toBe("input.sku");
    expect(reference("input › order › net sum")).toBe(`input.order?.["net sum"]`);
    expect(reference("Build › risk")).toBe("nodes.build?.output?.risk");
    expect(reference("a-b")).toBe(`nodes["a-b"]?.output`);
    expect(reference("switches › new-way")).toBe(`switches["new-way"]`);
  });

  it("can be typed as a path, or behind a name", () => {
    expect(typedReference("nodes.build.output.risk", values)).toBe("nodes.build?.output?.risk");
    expect(typedReference("input.order.lines[0].price", values)).toBe("input.order?.lines?.[0]?.price");
    expect(typedReference("a-b › sum", values)).toBe(`nodes["a-b"]?.output?.sum`);
    expect(typedReference("Build › owner.name", values)).toBe("nodes.build?.output?.owner?.name");
    expect(typedReference("input", values)).toBeUndefined();
    expect(typedReference("alert(1)", values)).toBeUndefined();
    expect(plainReference(`nodes["a-b"]?.output?.["x y"]`)).toBe(`nodes["a-b"].output["x y"]`);
  });

  it("say which comparisons make sense", () => {
    expect(operatorFor("truth", "is")).toBe("isTrue");
    expect(operatorFor("number", "greater")).toBe("greater");
    expect(operatorFor("list", "is")).toBe("contains");
    expect(operatorFor(undefined, "isTrue")).toBe("isTrue");
  });
});
