import { quantile, type Reading, rate, total } from "./prometheus";

export type Unit = "perSecond" | "perMinute" | "seconds" | "bytes" | "count" | "share";

/** Lines over time: moments in seconds, and a value of each line at each; null where there is none. */
export type ChartData = {
  id: "queue" | "ended" | "took" | "waited" | "requests" | "latency" | "database" | "memory" | "cpu";
  unit: Unit;
  at: number[];
  lines: { id: string; values: (number | null)[] }[];
};

const http = "catenary_http_request_seconds";
/** Streams stay open for as long as somebody looks; they say nothing of how quickly is answered. */
const answered = (labels: Record<string, string>) => !(labels.route ?? "").endsWith("/stream");

/** What is shown of readings that follow each other. */
export function chartsOf(readings: Reading[]): ChartData[] {
  const pairs = readings.slice(1).map((after, i) => [readings[i] ?? after, after] as const);
  const at = pairs.map(([, after]) => after.at / 1000);
  const line = (id: string, of: (before: Reading, after: Reading) => number | undefined) => ({
    id,
    values: pairs.map(([before, after]) => of(before, after) ?? null),
  });
  const status = (beginning: string) => (l: Record<string, string>) => (l.status ?? "").startsWith(beginning);
  const requests = (like?: (l: Record<string, string>) => boolean) => (b: Reading, a: Reading) =>
    rate(b, a, `${http}_count`, like);
  const time = (part: number) => (b: Reading, a: Reading) => quantile(b, a, http, part, answered);
  return [
    {
      id: "requests",
      unit: "perSecond",
      at,
      lines: [
        line("all", requests()),
        line("refused", requests(status("4"))),
        line("failed", requests(status("5"))),
      ],
    },
    {
      id: "latency",
      unit: "seconds",
      at,
      lines: [line("p50", time(0.5)), line("p95", time(0.95)), line("p99", time(0.99))],
    },
    {
      id: "database",
      unit: "count",
      at,
      lines: [
        line("open", (_, a) => total(a, "catenary_db_connections_open")),
        line("inUse", (_, a) => total(a, "catenary_db_connections_in_use")),
      ],
    },
    {
      id: "memory",
      unit: "bytes",
      at,
      lines: [
        line("resident", (_, a) => total(a, "process_resident_memory_bytes")),
        line("heap", (_, a) => total(a, "go_memstats_heap_alloc_bytes")),
      ],
    },
    { id: "cpu", unit: "share", at, lines: [line("cpu", (b, a) => rate(b, a, "process_cpu_seconds_total"))] },
  ];
}
