import type { CDPSession, Locator, Page } from "@playwright/test";
import { accessible, Canvas, pattern } from "./canvas.ts";
import { expect, look, test } from "./designer.ts";
import { furnish, open, screens } from "./screens.ts";
import { test as bare } from "./server.ts";
import { texts } from "./texts.ts";

/** A Chinese input method, as the browser meets one. */
class InputMethod {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  /**
   * Types a word into what has the focus: its pinyin first, letter by letter, then an Enter that belongs to the
   * input method, then the word that is taken. `meanwhile` looks at the page while the word is not taken yet.
   */
  async type(pinyin: string, word: string, into: Locator, meanwhile = () => {}): Promise<void> {
    await expect(into).toBeFocused();
    for (let n = 1; n <= pinyin.length; n++)
      await this.session.send("Input.imeSetComposition", {
        text: pinyin.slice(0, n),
        selectionStart: n,
        selectionEnd: n,
      });
    for (const key of ["Enter", "Escape"]) {
      const pressed = { key, code: key, windowsVirtualKeyCode: 229 };
      await this.session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...pressed });
      await this.session.send("Input.dispatchKeyEvent", { type: "keyUp", ...pressed });
      await expect(into).toBeFocused();
      meanwhile();
    }
    await this.session.send("Input.insertText", { text: word });
  }
}

for (const [language, scheme] of [
  ["zh-CN", "light"],
  ["en", "dark"],
] as const) {
  test(`Chinese is typed by an input method wherever text is: ${language}, ${scheme}`, async ({ person }) => {
    const { page } = person;
    const { keyboard } = page;
    const t = texts(language);
    const canvas = new Canvas(page, t);
    const ime = await InputMethod.of(page);
    const dialog = page.getByRole("dialog");
    await look(page, language, scheme);

    await test.step("the name of a chain: Enter while composing does not make it", async () => {
      await person.go("/o/{org}/chains?new=blank");
      const name = dialog.getByLabel(t("shared:field.name"));
      await ime.type("caigou", "采购", name);
      await ime.type("shenpi", "审批", name);
      await expect(name).toHaveValue("采购审批");
      await dialog.getByLabel(t("shared:field.key")).fill("purchase");
      await accessible(page);
      await name.press("Enter");
      await expect(page).toHaveURL(/\/chains\/purchase/);
      await expect(page.getByRole("heading", { level: 1, name: "采购审批" })).toBeVisible();
    });

    await test.step("the palette, and the name of a node on its card", async () => {
      await page.getByRole("button", { name: t("canvas:addFirst") }).click();
      await ime.type("jiaoben", "脚本", canvas.finder);
      await expect(canvas.finder).toHaveValue("脚本");
      await keyboard.press("Enter");
      const name = canvas.surface.getByRole("textbox", { name: t("flow:name") });
      await ime.type("dudingdan", "读订单", name);
      await expect(name).toHaveValue("读订单");
      await keyboard.press("Enter");
      await expect(canvas.card("读订单")).toBeVisible();
      await keyboard.press("F2");
      await ime.type("duqu", "读取订单", name);
      await keyboard.press("Enter");
      await expect(canvas.card("读取订单")).toBeVisible();
    });

    await test.step("another node behind it", async () => {
      await keyboard.press("a");
      await ime.type("jiaoben", "脚本", canvas.finder);
      await keyboard.press("Enter");
      await ime.type("jieshu", "结束", canvas.surface.getByRole("textbox", { name: t("flow:name") }));
      await keyboard.press("Enter");
      await canvas.card("结束").dblclick();
      const code = canvas
        .drawer("结束")
        .getByRole("textbox", { name: language === "en" ? "Script" : "脚本" });
      await code.fill("return 1;");
      await keyboard.press("Tab");
      await keyboard.press("Escape");
      await expect(canvas.drawer("结束")).toHaveCount(0);
      await expect(canvas.surface).toBeFocused();
    });

    await test.step("a note", async () => {
      await keyboard.press("Shift+S");
      const note = canvas.surface.getByRole("textbox", { name: t("flow:note.text") });
      await note.press("Control+a");
      await ime.type("xianwen", "先问财务", note);
      await keyboard.press("Escape");
      await expect(canvas.surface.getByRole("note", { name: /先问财务$/ })).toBeVisible();
    });

    await test.step("fields of a drawer, and code", async () => {
      await canvas.card("读取订单").dblclick();
      const drawer = page.getByRole("complementary", { name: pattern(t, "canvas:drawer.of", "name") });
      const code = drawer.getByRole("textbox", { name: language === "en" ? "Script" : "脚本" });
      await code.click();
      await keyboard.type('return {text: "');
      await ime.type("nihao", "你好", code);
      await expect(code).toContainText("你好");
      const name = drawer.getByLabel(t("canvas:drawer.name"), { exact: true });
      await name.press("End");
      await ime.type("neirong", "内容", name);
      await expect(canvas.card("读取订单内容")).toBeVisible();
      await accessible(page);
      await keyboard.press("Escape");
    });

    await test.step("the search for a node and the palette of everything", async () => {
      await canvas.card("读取订单内容").click();
      await keyboard.press("Control+f");
      await ime.type("neirong", "内容", canvas.finder);
      await expect(page.getByRole("option", { name: "读取订单内容" })).toBeVisible();
      await keyboard.press("Escape");
      await keyboard.press("Control+k");
      const everything = page.getByRole("combobox", { name: t("actions:typeToFind") });
      await ime.type("caigou", "采购", everything);
      await expect(page.getByRole("option", { name: /采购审批/ })).toBeVisible();
      await accessible(page);
      await keyboard.press("Escape");
    });

    await test.step("what is new in a version, the title of a run, the search of runs", async () => {
      await canvas.sound();
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      const message = dialog.getByLabel(t("canvas:publish.message"));
      await message.click();
      await ime.type("diyiban", "第一版", message);
      await expect(message).toHaveValue("第一版");
      await dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) }).click();
      await expect(dialog.getByText(t("canvas:publish.done", { version: 1 }))).toBeVisible();
      await keyboard.press("Escape");
      await page.getByRole("button", { name: t("canvas:start.act"), exact: true }).click();
      const title = dialog.getByLabel(t("canvas:start.runTitle"));
      await title.click();
      await ime.type("shiyue", "十月采购", title);
      await expect(title).toHaveValue("十月采购");
      await dialog.getByRole("button", { name: t("canvas:start.now"), exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "十月采购" })).toBeVisible();
      await person.go("/o/{org}/runs");
      const search = page.getByRole("combobox", { name: t("runs:list.search") });
      await search.click();
      const before = page.url();
      await ime.type("shiyue", "十月", search);
      expect(page.url()).toBe(before);
      await keyboard.press("Enter");
      await expect(page).toHaveURL(/[?&]q=/);
      await expect(page.getByRole("link", { name: "十月采购" })).toBeVisible();
      await accessible(page);
    });
  });
}

/** What text is typed into. What takes numbers, dates, addresses or passwords takes no Chinese. */
const fields = [
  "input:not([type]):not([inputmode]):enabled:read-write",
  "input:is([type=text],[type=search]):not([inputmode]):enabled:read-write",
  "textarea:enabled:read-write",
  "[contenteditable=true]",
].join(",");

/** Types Chinese into each field that is in sight, and returns how many there were. */
async function typeEverywhere(page: Page, ime: InputMethod, where: string): Promise<number> {
  const all = await page.locator(fields).filter({ visible: true }).all();
  for (const [n, field] of all.entries()) {
    const message = `${where}, field ${n + 1}`;
    const before = page.url();
    await field.focus();
    await ime.type("zw", "中文", field, () => expect(page.url(), message).toBe(before));
    const text = () => field.evaluate((e) => ("value" in e ? String(e.value) : (e.textContent ?? "")));
    await expect.poll(text, message).toContain("中文");
  }
  return all.length;
}

test("Chinese is typed by an input method into every field of every screen", async ({ person }) => {
  test.setTimeout(600_000);
  const { page, server } = person;
  const t = texts("zh-CN");
  const ids = await furnish(person);
  await look(page, "zh-CN", "light");
  const ime = await InputMethod.of(page);
  let typed = 0;
  for (const screen of screens) {
    await open(page, server.url, ids, screen, t);
    const edit = page.getByRole("button", { name: t("canvas:draft.edit"), exact: true });
    if (screen.at.includes("?node=") && (await edit.isVisible())) await edit.click();
    typed += await typeEverywhere(page, ime, screen.name);
  }
  expect(typed).toBeGreaterThan(60);
});

bare("Chinese is typed by an input method before signing in", async ({ page, server }) => {
  await look(page, "zh-CN", "light");
  await page.goto(`${server.url}/setup`);
  await expect(page.getByLabel(texts("zh-CN")("auth:setupCode"))).toBeVisible();
  expect(await typeEverywhere(page, await InputMethod.of(page), "set-up")).toBeGreaterThan(1);
});
