import { expect, it } from "vitest";
import { read, shown, written } from "./value";

it("reads what it wrote", () => {
  for (const [type, value] of [
    ["boolean", true],
    ["enum", "new"],
    ["number", -1.5],
    ["json", { a: [1, null] }],
  ] as const)
    expect(read(type, written(type, value))).toEqual({ value });
});

it("takes only what is of the type", () => {
  expect(read("boolean", "yes")).toBeUndefined();
  expect(read("number", "true")).toBeUndefined();
  expect(read("number", "")).toBeUndefined();
  expect(read("json", "{")).toBeUndefined();
  expect(read("enum", "")).toBeUndefined();
  expect(read("json", "null")).toEqual({ value: null });
});

it("shows a text without quotes", () => {
  expect(shown("new")).toBe("new");
  expect(shown({ a: 1 })).toBe('{"a":1}');
});
