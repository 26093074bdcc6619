import { describe, expect, it } from "vitest";
import { completions, parse } from "./run-query";

const now = new Date(2026, 4, 31, 10, 31);

describe("the search of runs", () => {
  it("reads filters and leaves the other words to the titles", () => {
    expect(parse("state:failed,canceled chain:pay supplier  5531", now)).toEqual({
      filter: { state: "failed,canceled", chain: "pay", q: "supplier 5531" },
      wrong: [],
    });
  });

  it("reads days in the person's time zone", () => {
    expect(parse("today", now).filter.from).toBe(new Date(2026, 4, 31).toISOString());
    expect(parse("yesterday", now).filter).toEqual({
      from: new Date(2026, 4, 30).toISOString(),
      to: new Date(2026, 4, 31).toISOString(),
    });
    expect(parse("from:2026-05-01 to:2026-05-02", now).filter).toEqual({
      from: new Date(2026, 4, 1).toISOString(),
      to: new Date(2026, 4, 3).toISOString(),
    });
  });

  it("gives back what looks like a filter and is none", () => {
    expect(parse("state:broken from:2026-02-31 colour:red", now)).toEqual({
      filter: {},
      wrong: ["state:broken", "from:2026-02-31", "colour:red"],
    });
  });

  it("finds what somebody started", () => {
    expect(parse("by:ME state:failed", now).filter).toEqual({ started_by: "me", state: "failed" });
    expect(parse("by:01JD0000000000000000000001", now).filter).toEqual({
      started_by: "01JD0000000000000000000001",
    });
    expect(parse("by:", now).wrong).toEqual(["by:"]);
  });

  it("leaves test runs out, or everything else", () => {
    expect(parse("test:no", now).filter).toEqual({ test: "false" });
    expect(parse("test:Yes state:failed", now).filter).toEqual({ test: "true", state: "failed" });
    expect(parse("test:maybe", now).wrong).toEqual(["test:maybe"]);
    expect(completions("te", [])).toEqual(["test:no", "test:yes"]);
  });

  it("completes the last word", () => {
    expect(completions("today st", [])).toEqual(["today state:"]);
    expect(completions("state:failed b", [])).toEqual(["state:failed by:me"]);
    expect(completions("state:fai", [])).toEqual(["state:failed"]);
    expect(completions("state:failed,can", [])).toEqual(["state:failed,canceled"]);
    expect(completions("chain:p", ["pay", "pack", "ship"])).toEqual(["chain:pay", "chain:pack"]);
  });
});
