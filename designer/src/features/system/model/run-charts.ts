import type { Shape } from "@/shared/api/client";
import type { ChartData } from "./charts";

type Load = Shape<"RunLoadBody">;
type Step = Load["steps"][number];

/** What is shown of the runs of a time. */
export function runChartsOf(load: Load): ChartData[] {
  const at = load.steps.map((step) => new Date(step.at).getTime() / 1000);
  const line = (id: string, of: (step: Step) => number | undefined) => ({
    id,
    values: load.steps.map((step) => of(step) ?? null),
  });
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
  const perMinute = (n: number) => n / (load.step_seconds / 60);
  return [
    { id: "queue", unit: "count", at, lines: [line("queued", (s) => s.queued)] },
    {
      id: "ended",
      unit: "perMinute",
      at,
      lines: [
        line("succeeded", (s) => perMinute(s.succeeded)),
        line("canceled", (s) => perMinute(s.canceled)),
        line("runFailed", (s) => perMinute(s.failed)),
      ],
    },
    {
      id: "took",
      unit: "seconds",
      at,
      lines: [line("p50", (s) => seconds(s.took_half_ms)), line("p95", (s) => seconds(s.took_most_ms))],
    },
    {
      id: "waited",
      unit: "seconds",
      at,
      lines: [line("p50", (s) => seconds(s.waited_half_ms)), line("p95", (s) => seconds(s.waited_most_ms))],
    },
  ];
}
