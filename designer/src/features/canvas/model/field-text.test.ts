import { describe, expect, it } from "vitest";
import { fieldText } from "./field-text";

describe("a field that differs", () => {
  it("is compared by lines if one side has several, in the language it is written in", () => {
    expect(fieldText("/script/body", "a;\nb;", "a;\nc;")).toMatchObject({
      lines: true,
      language: "javascript",
    });
    expect(fieldText("/undo/script/body", undefined, "a;\nc;")).toMatchObject({
      before: undefined,
      after: "a;\nc;",
      lines: true,
      language: "javascript",
    });
    expect(fieldText("/notify/text/en", "One\nTwo", "One")).toMatchObject({ lines: true, language: "text" });
  });

  it("is shown as before and after if it is short", () => {
    expect(fieldText("/name", "A", "B")).toMatchObject({ before: "A", after: "B", lines: false });
    expect(fieldText("/retry/attempts", 2, 3)).toMatchObject({ before: "2", after: "3", lines: false });
    expect(fieldText("/otherwise", undefined, true)).toMatchObject({ before: undefined, after: "true" });
  });

  it("is indented JSON if it is a list or an object, also where a text was before", () => {
    expect(fieldText("/body", "x", { a: [1] })).toEqual({
      before: '"x"',
      after: '{\n  "a": [\n    1\n  ]\n}',
      lines: true,
      language: "json",
    });
  });
});
