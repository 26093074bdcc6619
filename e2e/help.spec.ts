import { readFileSync } from "node:fs";
import path from "node:path";
import { accessible, Canvas } from "./canvas.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

/** Where the help of a kind is written, if its folder is not called as it. */
const folders: Record<string, string> = { chain: "subchain", http: "httpcall", switch: "switchnode" };

function written(kind: string, language: "en" | "zh"): string {
  const file = path.resolve(import.meta.dirname, "../nodes", folders[kind] ?? kind, `help.${language}.md`);
  return readFileSync(file, "utf8");
}

for (const [language, scheme] of journeys) {
  test(`the drawer shows each kind's help as its folder has it: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    const { page, server } = person;
    await look(page, language, scheme);
    const { items: kinds } = (await (await page.request.get(`${server.url}/api/v1/node-kinds`)).json()) as {
      items: { name: string }[];
    };
    expect(kinds.length).toBeGreaterThan(5);
    await person.chain(
      "all",
      "All kinds",
      { nodes: kinds.map((k, i) => ({ id: `n${i}`, name: `Node ${i}`, kind: k.name })), edges: [] },
      false,
    );
    const canvas = new Canvas(page, t);
    for (const [i, kind] of kinds.entries()) {
      await person.go(`/o/{org}/chains/all?node=n${i}`);
      const drawer = canvas.drawer(`Node ${i}`);
      await drawer.getByRole("tab", { name: t("canvas:drawer.tab.help") }).click();
      const text = written(kind.name, language === "en" ? "en" : "zh");
      const [title = ""] = text.split("\n");
      await expect(
        drawer.getByRole("heading", { name: title.replace(/^# /, ""), exact: true }),
      ).toBeVisible();
      const shown = await drawer.getByRole("tabpanel").innerText();
      // Words and code of each paragraph, without the marks of Markdown.
      const plain = (s: string) => s.replace(/```\w*|[#*`|\s-]|\[|\]\([^)]*\)|^\d+\./gm, "");
      for (const part of text.split(/\n\s*\n/))
        expect(plain(shown), `${kind.name}: ${part}`).toContain(plain(part));
      await accessible(page);
    }
  });
}
