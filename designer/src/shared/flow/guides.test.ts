import { expect, it } from "vitest";
import { guidesOf } from "./guides";

const at = (x: number, y: number) => ({ x, y });

it("draws a line through the cards of a column and one through those of a row, to the nearest", () => {
  expect(guidesOf(at(80, 160), [at(80, 0), at(80, 640), at(400, 160), at(96, 320)])).toEqual([
    { axis: "x", at: 190, from: -16, to: 240 },
    { axis: "y", at: 192, from: 64, to: 636 },
  ]);
});

it("draws nothing as long as nothing is in line", () => {
  expect(guidesOf(at(80, 160), [at(88, 0), at(400, 168)])).toEqual([]);
});
