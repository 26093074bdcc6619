import { expect, it } from "vitest";
import { sampleInput } from "./sample-input";

it("makes an input of what its schema says", () => {
  expect(
    sampleInput({
      type: "object",
      properties: {
        sku: { type: "string" },
        amount: { type: "integer", minimum: 1 },
        size: { enum: ["s", "m"] },
        gift: { type: "boolean", default: true },
        lines: { type: "array", items: { type: "string" } },
        to: {
          type: "object",
          properties: { city: { type: ["string", "null"] }, post: { type: "string", examples: ["3000"] } },
        },
      },
    }),
  ).toEqual({ sku: "", amount: 1, size: "s", gift: true, lines: [], to: { city: "", post: "3000" } });
  expect(sampleInput(undefined)).toEqual({});
});
