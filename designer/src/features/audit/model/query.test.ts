import { expect, it } from "vitest";
import { auditQuery, changes } from "./query";

it("asks from the first day's begin to the last day's end", () => {
  const q = auditQuery({ from: "2026-03-01", to: "2026-03-01" });
  expect(new Date(q.to ?? "").getTime() - new Date(q.from ?? "").getTime()).toBe(86_400_000);
});

it("leaves out what cannot be read", () => {
  expect(auditQuery({ from: "soon", result: "maybe", who: "" })).toEqual({});
});

it("names the fields that changed", () => {
  expect(changes({ name: "a", revision: 1 }, { name: "b", revision: 1, key: "x" })).toEqual([
    { field: "key", before: undefined, after: "x" },
    { field: "name", before: "a", after: "b" },
  ]);
  expect(changes(undefined, "text")).toEqual([]);
});
