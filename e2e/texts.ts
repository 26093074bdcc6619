import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const source = path.resolve(import.meta.dirname, "../designer/src");

type Language = "en" | "zh-CN";

/** Says a text of the designer by its key, such as `canvas:publish.now`, in one language. */
export type Texts = (key: string, values?: Record<string, string | number>) => string;

/** What the designer says in a language, so that a journey reads the same in both. */
export function texts(language: Language): Texts {
  const all = new Map<string, object>();
  for (const file of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    const namespace = new RegExp(`([^/]+)/messages/${language}\\.json$`).exec(file)?.[1];
    if (namespace) all.set(namespace, JSON.parse(readFileSync(path.join(source, file), "utf8")));
  }
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const [namespace = "", where = ""] = key.split(":");
    const of = (name: string) =>
      name
        .split(".")
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], all.get(namespace));
    const text = of(where) ?? of(`${where}_${plural.select(Number(values.count))}`) ?? of(`${where}_other`);
    if (typeof text !== "string") throw new Error(`the designer has no text ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}
