import { expect, it } from "vitest";
import { runChartsOf } from "./run-charts";

it("shows ended runs by the minute, times in seconds, and nothing where nothing ended", () => {
  const step = { at: "2026-03-01T10:15:00Z", queued: 2, succeeded: 30, failed: 15, canceled: 0 };
  const charts = runChartsOf({
    from: "2026-03-01T10:00:00Z",
    to: "2026-03-01T10:30:00Z",
    whole: "2026-03-01T10:00:00Z",
    step_seconds: 900,
    steps: [
      { ...step, took_half_ms: 1500, took_most_ms: 60_000, waited_half_ms: 0, waited_most_ms: 20 },
      { ...step, at: "2026-03-01T10:30:00Z", queued: 0, succeeded: 0, failed: 0 },
    ],
  });
  const values = Object.fromEntries(charts.flatMap((c) => c.lines.map((l) => [`${c.id} ${l.id}`, l.values])));
  expect(values).toEqual({
    "queue queued": [2, 0],
    "ended succeeded": [2, 0],
    "ended canceled": [0, 0],
    "ended runFailed": [1, 0],
    "took p50": [1.5, null],
    "took p95": [60, null],
    "waited p50": [0, null],
    "waited p95": [0.02, null],
  });
  expect(charts[0]?.at[1]).toBe(Date.parse("2026-03-01T10:30:00Z") / 1000);
});
