import { expect, it } from "vitest";
import { linkSecret, wanted } from "./address";

it("goes only to addresses of this site after a sign-in", () => {
  expect(wanted("/o/1/runs?q=a")).toBe("/o/1/runs?q=a");
  for (const bad of [undefined, "", "https://example.org", "//example.org", "/\\example.org", "javascript:x"])
    expect(wanted(bad)).toBe("/");
});

it("reads a link's secret behind the #", () => {
  expect(linkSecret("#abc")).toBe("abc");
  expect(linkSecret("")).toBe("");
});
