import { describe, expect, it } from "vitest";
import { marked, pattern, pieces, plain } from "./log-text";

describe("the text of a log", () => {
  it("has its colours apart from its words", () => {
    const line = "\u001b[32mok\u001b[0m 12 tests \u001b[1;31mfailed\u001b[0m";
    expect(plain(line)).toBe("ok 12 tests failed");
    expect(pieces(line).filter((p) => p.text.trim())).toEqual([
      { text: "ok", classes: ["ansi-green"] },
      { text: " 12 tests ", classes: [] },
      { text: "failed", classes: ["ansi-red", "ansi-bold"] },
    ]);
  });

  it("is searched as it stands, or by a regular expression between slashes", () => {
    const text = pattern("a.c") as RegExp;
    expect("a.c abc A.C".match(text)).toEqual(["a.c", "A.C"]);
    expect("a.c abc".match(pattern("/a.c/") as RegExp)).toEqual(["a.c", "abc"]);
    expect(pattern("/(/")).toBeInstanceOf(Error);
    expect(pattern("/x*/")).toBeInstanceOf(Error);
    expect(pattern("")).toBeUndefined();
  });

  it("marks what is found, also across colours", () => {
    const found = marked(pieces("\u001b[31mab\u001b[0mcd ab"), /bc|ab$/g);
    expect(found.map((p) => [p.text, p.hit ?? false])).toEqual([
      ["a", false],
      ["b", true],
      ["c", true],
      ["d ", false],
      ["ab", true],
    ]);
  });
});
