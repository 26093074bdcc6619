import { describe, expect, it } from "vitest";
import { byNamespace } from "./namespaces";

type Texts = { [key: string]: string | Texts };

const english = byNamespace(
  import.meta.glob<object>("../**/messages/en.json", { eager: true, import: "default" }),
);
const chinese = byNamespace(
  import.meta.glob<object>("../**/messages/zh-CN.json", { eager: true, import: "default" }),
);
const code = import.meta.glob<string>("../**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });

function flat(texts: Texts, before = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text === "string") all.set(before + key, text);
    else for (const [inner, t] of flat(text, `${before}${key}.`)) all.set(inner, t);
  }
  return all;
}

/** A key without the ending that chooses a plural: Chinese has one form, English two. */
const singular = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const placeholders = (text: string) => [...new Set(text.match(/\{\{[^}]+\}\}|<\/?\w+>/g) ?? [])].sort();

describe("texts", () => {
  it("are there in both languages, with the same placeholders", () => {
    const wrong: string[] = [];
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    for (const [namespace, texts] of Object.entries(english)) {
      const en = flat(texts as Texts);
      const zh = flat((chinese[namespace] ?? {}) as Texts);
      const keys = (all: Map<string, string>) => [...new Set([...all.keys()].map(singular))].sort();
      const [have, want] = [keys(zh), keys(en)];
      wrong.push(
        ...want.filter((k) => !have.includes(k)).map((k) => `${namespace}:${k} is missing in zh-CN`),
      );
      wrong.push(...have.filter((k) => !want.includes(k)).map((k) => `${namespace}:${k} is missing in en`));
      for (const [key, text] of en) {
        const other = zh.get(key) ?? zh.get(`${singular(key)}_other`) ?? zh.get(singular(key));
        if (other === undefined) continue;
        if (text === "" || other === "") wrong.push(`${namespace}:${key} is empty`);
        const [a, b] = [placeholders(text), placeholders(other)];
        // "one run" needs no count.
        const same = key.endsWith("_one") ? a.every((p) => b.includes(p)) : a.join() === b.join();
        if (!same) wrong.push(`${namespace}:${key} has other placeholders in zh-CN`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("are all used", () => {
    const all = Object.values(code).join("\n");
    const quoted = new Set([...all.matchAll(/["'`]([\w-]+:)?([\w.-]+)["'`]/g)].map((m) => m[2]));
    // A template such as t(`state.${state}`) uses all that begin and end as it does.
    const built = [...all.matchAll(/`(?:[\w-]+:)?([\w.-]*)\$\{[^}`]*\}([\w.-]*)`/g)]
      .map((m) => ({ begin: m[1] ?? "", end: m[2] ?? "" }))
      .filter((b) => b.begin.endsWith(".") || b.end.startsWith("."));
    const unused: string[] = [];
    for (const [namespace, texts] of Object.entries(english)) {
      for (const key of flat(texts as Texts).keys()) {
        const name = singular(key);
        if (quoted.has(name) || quoted.has(key)) continue;
        if (built.some((b) => name.startsWith(b.begin) && name.endsWith(b.end))) continue;
        unused.push(`${namespace}:${key}`);
      }
    }
    expect(unused).toEqual([]);
  });

  it("are there wherever they are asked for", () => {
    const missing: string[] = [];
    const known = new Map(
      Object.entries(english).map(([n, t]) => [n, new Set([...flat(t as Texts).keys()].map(singular))]),
    );
    for (const [file, text] of Object.entries(code)) {
      if (file.includes(".test.")) continue;
      // A file may ask several namespaces: it is enough that one of them has the key.
      const asked = [...text.matchAll(/useTranslation\(\s*(?:"([\w-]+)")?\s*\)/g)].map(
        (m) => m[1] ?? "shared",
      );
      for (const [, name, key = ""] of text.matchAll(/\bt\(\s*"(?:([\w-]+):)?([\w.-]+)"/g)) {
        const namespaces = name ? [name] : [...asked, "shared"];
        if (asked.length === 0 && !name) continue;
        if (!namespaces.some((n) => known.get(n)?.has(singular(key))))
          missing.push(`${file}: ${name ? `${name}:` : ""}${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
