import { describe, expect, it } from "vitest";
import { scaleOf } from "./timeline-scale";

const minute = 60_000;

describe("the scale of a timeline", () => {
  it("is even while somebody works", () => {
    const { x, folds } = scaleOf(0, 100, [{ from: 0, to: 100 }]);
    expect(folds).toEqual([]);
    expect([x(0), x(25), x(100)]).toEqual([0, 0.25, 1]);
  });

  it("folds a long stretch in which nobody worked", () => {
    const { x, folds } = scaleOf(0, 42 * minute, [
      { from: 0, to: 30_000 },
      { from: 41.5 * minute, to: 42 * minute },
    ]);
    expect(folds.map((f) => [f.from, f.to])).toEqual([[30_000, 41.5 * minute]]);
    expect(x(30_000)).toBeCloseTo(0.485);
    expect(x(41.5 * minute)).toBeCloseTo(0.515);
    expect(x(42 * minute)).toBeCloseTo(1);
  });

  it("never goes back and never leaves the line", () => {
    const { x, ticks } = scaleOf(0, 10 * minute, [
      { from: 0, to: 1000 },
      { from: 5 * minute, to: 5 * minute + 2000 },
    ]);
    let last = 0;
    for (let at = 0; at <= 10 * minute; at += 997) {
      expect(x(at)).toBeGreaterThanOrEqual(last);
      last = x(at);
    }
    expect(last).toBeLessThanOrEqual(1);
    for (const tick of ticks) expect(tick.x).toBeLessThanOrEqual(1);
  });
});
