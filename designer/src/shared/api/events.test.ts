import { describe, expect, it } from "vitest";
import { reading } from "./events";

describe("a stream of events", () => {
  it("is read however it is cut into pieces", () => {
    const text = 'retry: 1000\n\nid: 1\nevent: begun\ndata: {"n":1}\n\n:\n\nid: 2\ndata: {"n":2}\n\n';
    for (let size = 1; size <= text.length; size++) {
      const heard: unknown[] = [];
      const read = reading((data, name, id) => heard.push([data, name, id]));
      for (let at = 0; at < text.length; at += size) read.more(text.slice(at, at + size));
      expect(heard).toEqual([
        [{ n: 1 }, "begun", "1"],
        [{ n: 2 }, "message", "2"],
      ]);
      expect(read.over()).toBe(false);
    }
  });

  it("is over at its last event", () => {
    const read = reading(() => {});
    read.more('event: end\ndata: {"lines":3}\n\n');
    expect(read.over()).toBe(true);
  });

  it("is not over if more comes behind an end", () => {
    const read = reading(() => {});
    read.more("id: 9\nevent: end\ndata: {}\n\nid: 10\nevent: undo\ndata: {}\n\n");
    expect(read.over()).toBe(false);
  });
});
