import { accessible, Canvas } from "./canvas.ts";
import { expect, type Language, look, type Scheme, test } from "./designer.ts";
import { texts } from "./texts.ts";

test.use({ viewport: { width: 1440, height: 900 } });

/** So many nodes, in lanes that begin at one node. */
function lanes(count: number, across: number): object {
  const id = (n: number) => `n${n}`;
  const all = [...Array(count).keys()];
  return {
    nodes: all.map((n) => ({
      id: id(n),
      name: `Step ${n} 步骤`,
      kind: "script",
      script: { body: "return 1" },
    })),
    edges: all.slice(1).map((n) => ({ from: id(Math.max(0, n - across)), to: id(n) })),
  };
}

const shown: [Language, Scheme, number, number][] = [
  ["en", "light", 1000, 2500],
  ["zh-CN", "dark", 500, 1800],
];
for (const [language, scheme, count, most] of shown) {
  test(`a chain of ${count} nodes is opened, panned and tidied: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const { page } = person;
    const { keyboard } = page;
    const t = texts(language);
    const canvas = new Canvas(page, t);
    const cards = canvas.surface.locator(".react-flow__node");
    const elements = () => page.evaluate(() => document.querySelectorAll("*").length);
    const name = (n: number) => `Step ${n} 步骤`;
    await person.chain("big", "Big 大", lanes(count, 12), false);
    await look(page, language, scheme);

    await test.step("it opens at its start, with what is in view", async () => {
      await person.go("/o/{org}/chains/big?edit=1");
      await expect(page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
      await expect(canvas.card(name(0))).toBeVisible();
      expect(await cards.count()).toBeLessThanOrEqual(80);
      expect(await elements()).toBeLessThanOrEqual(most);
      await accessible(page);
    });

    await test.step("it is panned", async () => {
      await canvas.card(name(0)).click();
      const { x, y } = await canvas.at(600, 400);
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, 1500);
      await expect(canvas.card(name(0))).toHaveCount(0);
      await expect(cards.first()).toBeVisible();
      expect(await cards.count()).toBeLessThanOrEqual(80);
      expect(await elements()).toBeLessThanOrEqual(most);
      await keyboard.press("Home");
      await expect(canvas.card(name(0))).toBeVisible();
    });

    await test.step("from far away it is one painting", async () => {
      await keyboard.press("1");
      await expect(cards).toHaveCount(0);
      expect(await elements()).toBeLessThanOrEqual(most);
      await accessible(page);
    });

    await test.step("a name is typed close by", async () => {
      await keyboard.press("F2");
      await expect(canvas.surface.getByRole("textbox", { name: t("flow:name") })).toBeFocused();
      await keyboard.press("Escape");
      await expect(canvas.card(name(0))).toBeVisible();
      await expect(canvas.surface).toBeFocused();
    });

    await test.step("a node is found by its name", async () => {
      await keyboard.press("Control+f");
      await expect(canvas.finder).toBeFocused();
      expect(await elements()).toBeLessThanOrEqual(most);
      await keyboard.type(name(count - 7));
      await keyboard.press("Enter");
      await expect(canvas.surface).toBeFocused();
      await keyboard.press("2");
      await expect(canvas.card(name(count - 7))).toBeVisible();
    });

    await test.step("it is tidied, as one step", async () => {
      await keyboard.press("Escape");
      await keyboard.press("Shift+T");
      await expect(page.getByText(t("canvas:said.tidied"), { exact: true })).toBeAttached();
      await canvas.saved();
      await keyboard.press("Control+z");
      await expect(
        page.getByText(t("canvas:said.undone", { step: t("canvas:step.tidy") }), { exact: true }),
      ).toBeAttached();
      await canvas.sound();
    });
  });
}
