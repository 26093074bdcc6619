import { expect, it } from "vitest";
import { expressionsIn, filled } from "./filled";

const request = {
  url: `https://example.org/\${{ input.id }}/\${{ nodes.a.output }}`,
  body: { order: `\${{ input }}`, note: `id \${{ input.id }}`, lines: [`\${{ gone }}`, 3] },
};

it("finds each expression once", () => {
  expect(expressionsIn(request)).toEqual(["input.id", "nodes.a.output", "input", "gone"]);
});

it("fills in what is known, and leaves the rest as it is written", () => {
  const known = new Map<string, unknown>([
    ["input.id", 7],
    ["input", { id: 7 }],
  ]);
  expect(filled(request, known)).toEqual({
    url: `https://example.org/7/\${{ nodes.a.output }}`,
    body: { order: { id: 7 }, note: "id 7", lines: [`\${{ gone }}`, 3] },
  });
});

it("leaves a text alone in which an expression is not closed", () => {
  expect(filled(`a \${{ input`, new Map())).toBe(`a \${{ input`);
});
