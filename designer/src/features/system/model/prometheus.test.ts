import { describe, expect, it } from "vitest";
import { parseMetrics, quantile, rate, total } from "./prometheus";

const first = `# HELP requests How many.
# TYPE requests counter
requests_total{method="GET",route="/a"} 10
requests_total{method="POST",route="/b \\"quoted\\""} 5
seconds_bucket{le="0.1"} 10
seconds_bucket{le="1"} 15
seconds_bucket{le="+Inf"} 15
up 1
not a line at all {
`;
const second = first
  .replace('route="/a"} 10', 'route="/a"} 40')
  .replace('le="0.1"} 10', 'le="0.1"} 20')
  .replaceAll("} 15", "} 35");

describe("readings of metrics", () => {
  const before = parseMetrics(first, 0);
  const after = parseMetrics(second, 10_000);

  it("are taken apart, with labels that hold quotes", () => {
    expect(total(before, "requests_total")).toBe(15);
    expect(total(before, "requests_total", (l) => l.method === "POST")).toBe(5);
    expect(total(before, "up")).toBe(1);
    expect(total(before, "absent")).toBe(0);
  });

  it("give the rate of a counter, also after it began anew", () => {
    expect(rate(before, after, "requests_total")).toBe(3);
    expect(rate(after, { ...before, at: 20_000 }, "requests_total")).toBe(1.5);
    expect(rate(before, before, "requests_total")).toBe(0);
  });

  it("give the time within which a part was answered", () => {
    // Ten more within 0.1 s, and ten between 0.1 and 1 s.
    expect(quantile(before, after, "seconds", 0.5)).toBeCloseTo(0.1);
    expect(quantile(before, after, "seconds", 0.75)).toBeCloseTo(0.55);
    expect(quantile(before, before, "seconds", 0.5)).toBeUndefined();
  });
});
