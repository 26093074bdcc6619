import { describe, expect, it } from "vitest";
import { card } from "../chain/layout";
import { Lanes, lanePath } from "./lanes";

const a = { x: 0, y: 0 };
const b = { x: 0, y: 120 };
const c = { x: 0, y: 240 };

describe("the lane of an edge", () => {
  it("is none between neighbours, and where a straight line passes all cards", () => {
    expect(new Lanes([a, b, c], "down").between(a, b)).toBeUndefined();
    expect(new Lanes([a, { x: 400, y: 120 }, c], "down").between(a, c)).toBeUndefined();
  });

  it("is none back up the flow", () => {
    expect(new Lanes([a, b, c], "down").between(c, a)).toBeUndefined();
  });

  it("runs beside what stands in the way, on the shorter side", () => {
    const shifted = { x: 40, y: 120 };
    const lane = new Lanes([a, shifted, c], "down").between(a, c);
    expect(lane).toBeLessThan(shifted.x);
    expect(lane).toBeGreaterThan(shifted.x - 40);
  });

  it("runs straight from the one end, or to the other, where nothing is in the way", () => {
    const d = { x: 300, y: 240 };
    expect(new Lanes([a, b, d], "down").between(a, d)).toBe(d.x + card.width / 2);
    expect(new Lanes([a, { x: 300, y: 120 }, d], "down").between(a, d)).toBe(a.x + card.width / 2);
  });

  it("is found among a thousand cards, also from left to right", () => {
    const row = Array.from({ length: 1000 }, (_, i) => ({ x: i * 304, y: 0 }));
    const lane = new Lanes(row, "right").between({ x: 0, y: 0 }, { x: 999 * 304, y: 0 });
    expect([-20, card.height + 20]).toContain(lane);
  });
});

it("draws the lane with the legs that lead to it and away", () => {
  const path = lanePath({ x: 110, y: 64 }, { x: 110, y: 240 }, -20, "down");
  expect(path).toBe(
    "M110 64L110 82Q110 92 100 92L-10 92Q-20 92 -20 102L-20 202Q-20 212 -10 212L100 212Q110 212 110 222L110 240",
  );
  expect(lanePath({ x: 0, y: 0 }, { x: 100, y: 0 }, 0, "right")).toBe(
    "M0 0L18 0Q28 0 38 0L62 0Q72 0 82 0L100 0",
  );
});
