import { expect, it } from "vitest";
import { measuredOf } from "./measured";

const check = (when?: string) => ({ chain: { key: "ready", version: 1 }, ...(when ? { when } : {}) });
const said = (when: string, gave: string) => `ready v1: ${when} does not hold; it gave ${gave}`;

it("takes a comparison of one value apart: measure, value, limit", () => {
  const when = "nodes.check.output.queue.open < 10";
  expect(measuredOf(check(when), said(when, '{"queue":{"open":12}}'))).toEqual({
    measure: "queue.open",
    value: "12",
    limit: "< 10",
  });
  const equal = "nodes.check.output.state === 'ready'";
  expect(measuredOf(check(equal), said(equal, '{"state":"warm"}'))).toEqual({
    measure: "state",
    value: '"warm"',
    limit: "=== 'ready'",
  });
});

it("keeps whole what is no such comparison, what is cut off, and what the output does not have", () => {
  const both = "nodes.check.output.a < 1 && nodes.check.output.b < 1";
  expect(measuredOf(check(both), said(both, '{"a":0,"b":2}'))).toEqual({
    value: '{"a":0,"b":2}',
    limit: both,
  });
  const one = "nodes.check.output.a < 1";
  for (const gave of ['{"long":"aaa', "{}", '{"a":2}, with freeze true (revision 3)'])
    expect(measuredOf(check(one), said(one, gave))).toEqual({ value: gave, limit: one });
});

it("says nothing of a chain that did not come so far, nor of one without an expression", () => {
  expect(measuredOf(check("nodes.check.output.a < 1"), "ready v1 is failed: exit code 7")).toBeUndefined();
  expect(measuredOf(check(), "ready v1 is failed: exit code 7")).toBeUndefined();
});
