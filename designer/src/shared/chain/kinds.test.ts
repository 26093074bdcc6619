import { expect, test } from "vitest";
import { gist } from "./kinds";

const script = (code: string) => gist({ kind: "script", script: { code } });

test("a script is told by the comment that it begins with", () => {
  expect(script("\n// Reads the order\nconst order = input;\nreturn order;")).toBe("Reads the order");
  expect(script("# Reads the order\nprint(1)")).toBe("Reads the order");
});

test("a script without a comment is told by its code, in one line", () => {
  expect(script("return {\n  sku: input.sku,\n  // later\n};")).toBe("return { sku: input.sku, };");
  expect(script("#!/bin/sh\necho hi")).toBe("echo hi");
});

test("work is told by its pipeline and its task in their order", () => {
  const work = {
    kind: "work",
    pipeline: { engine: "ci", position: "pipeline.run" },
    task: { script: "pack", environment: "shell" },
  };
  expect(gist(work)).toBe("ci / pipeline.run → pack");
  expect(gist({ ...work, order: ["task", "pipeline"] })).toBe("pack → ci / pipeline.run");
  expect(gist({ ...work, execution: "parallel" })).toBe("ci / pipeline.run ∥ pack");
});

test("nothing is told of a node without settings", () => {
  expect(gist({ kind: "branch" })).toBe("");
});
