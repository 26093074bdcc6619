import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../api/problems";
import refusals from "../api/refusals.zh-CN.json";
import { told, toldEach } from "./told";

beforeAll(async () => {
  await i18next.init({ lng: "zh-CN", fallbackLng: false, resources: { "zh-CN": { refusals }, en: {} } });
});

describe("what a refusal says", () => {
  it("is in the shown language, with the names that the server gives", () => {
    expect(told("chain.unknown", "no such chain")).toBe("没有这条业务链。");
    expect(told("chain.unknown_kind", 'there is no node kind "spin"')).toBe("没有这种节点（spin）。");
  });

  it("keeps the server's words where the code says too little or is not known", () => {
    expect(told("chain.cycle", "a → b → a")).toBe("这些节点互相等待，形成了环：a → b → a");
    expect(told("brand.new", "something else")).toBe("something else");
    expect(told(undefined, "something else")).toBe("something else");
  });

  it("is the server's own in English", async () => {
    await i18next.changeLanguage("en");
    expect(told("chain.unknown", "no such chain")).toBe("no such chain");
    await i18next.changeLanguage("zh-CN");
  });

  it("goes for a problem, its details and what is found in a draft", async () => {
    const problem = new Problem({
      status: 422,
      code: "run.input",
      detail: "the input is not what the chain asks for; see errors",
      errors: [{ pointer: "/input/sku", code: "run.input", detail: "must not be empty" }],
    });
    expect(problem.message).toBe("输入不符合业务链的要求。");
    expect(problem.at("/input/sku")).toBe("输入不符合业务链的要求：must not be empty");
    expect(toldEach([{ code: "chain.isolated", detail: "no edge leads", pointer: "/nodes/0" }])).toEqual([
      { code: "chain.isolated", detail: "没有连线连到这个节点，它会一开始就运行。", pointer: "/nodes/0" },
    ]);
    await i18next.changeLanguage("en");
    expect(problem.message).toBe("the input is not what the chain asks for; see errors");
    await i18next.changeLanguage("zh-CN");
  });

  it("is written only for codes that there are", () => {
    const pages = Object.keys(import.meta.glob("../../../../docs/problems/*.md"));
    const known = new Set(pages.map((p) => p.replace(/^.*\/|\.md$/g, "")));
    expect(known.size).toBeGreaterThan(300);
    expect(Object.keys(refusals).filter((code) => !known.has(code))).toEqual([]);
  });
});
