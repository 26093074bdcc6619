import { accessible, Canvas, middle } from "./canvas.ts";
import { expect, type Language, look, type Scheme, taskParts, test } from "./designer.ts";
import { texts } from "./texts.ts";

test.use({ viewport: { width: 1440, height: 900 } });

const names = {
  en: { build: "Build and check", risky: "Too risky?", deliver: "Deliver", refuse: "Refuse" },
  "zh-CN": { build: "构建并检查", risky: "风险过高？", deliver: "交付", refuse: "拒绝" },
};
/** The ids that nodes get: a Chinese name has no letters for one. */
const ids = {
  en: { build: "build-and-check", risky: "too-risky" },
  "zh-CN": { build: "work-1", risky: "branch-1" },
};
const kinds = {
  en: { work: "Work", branch: "Branch", script: "Script", fail: "Fail" },
  "zh-CN": { work: "业务执行", branch: "分支", script: "脚本", fail: "失败" },
};

const shown: [Language, Scheme][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];
for (const [language, scheme] of shown) {
  test(`a chain is drawn by mouse, published, run and watched: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const { page } = person;
    const t = texts(language);
    const canvas = new Canvas(page, t);
    const { build, risky, deliver, refuse } = names[language];
    const kind = kinds[language];
    await taskParts(
      person,
      'for i in 1 2 3 4 5 6 7 8; do echo "part $i"; sleep 1; done\necho \'{"risk": 2}\' >"$CATENARY_OUTPUT"\n',
    );
    await look(page, language, scheme);

    await test.step("an empty chain", async () => {
      await person.go("/o/{org}/chains");
      await page.getByRole("button", { name: t("chains:create") }).click();
      await page.getByRole("menuitem", { name: t("chains:blank") }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(t("shared:field.name")).fill("Stock release 库存发布");
      await accessible(page);
      await dialog.getByRole("button", { name: t("chains:createAct") }).click();
      await expect(page).toHaveURL(/\/chains\/stock-release/);
    });

    await test.step("nodes, by four doors", async () => {
      await page.getByRole("button", { name: t("canvas:addFirst") }).click();
      await expect(canvas.finder).toBeFocused();
      await accessible(page);
      await canvas.choose(kind.work, build);

      const empty = await canvas.at(420, 420);
      await page.mouse.dblclick(empty.x, empty.y);
      await canvas.choose(kind.branch, risky);

      await canvas.drag(await canvas.port(risky, "out"), await canvas.at(420, 600));
      await canvas.choose(kind.script, deliver);
      await expect(canvas.edge(risky, deliver)).toBeAttached();

      await canvas.card(risky).hover();
      const plus = await canvas.port(risky, "out");
      await page.mouse.click(plus.x, plus.y);
      await canvas.choose(kind.fail, refuse);
      await expect(canvas.edge(risky, refuse)).toBeAttached();
      await accessible(page);
    });

    await test.step("an edge, a move, undo and redo", async () => {
      await canvas.connect(build, risky);
      const before = await middle(canvas.card(refuse));
      await canvas.drag(before, { x: before.x + 96, y: before.y + 40 });
      await expect.poll(async () => (await middle(canvas.card(refuse))).x).toBeGreaterThan(before.x + 80);
      const moved = await middle(canvas.card(refuse));
      await page.getByRole("button", { name: t("canvas:history.undo") }).click();
      await expect.poll(() => middle(canvas.card(refuse))).toEqual(before);
      await page.getByRole("button", { name: t("canvas:history.redo") }).click();
      await expect.poll(() => middle(canvas.card(refuse))).toEqual(moved);
      await canvas.flick(refuse, -48);
      await expect.poll(async () => (await middle(canvas.card(refuse))).x).toBe(moved.x - 48);
    });

    await test.step("the problems lead to what is missing", async () => {
      await page.getByRole("button", { name: t("canvas:problems.title") }).click();
      const problems = page.getByRole("tabpanel", { name: t("canvas:pane.problems") });
      await accessible(page);
      await problems.getByRole("region", { name: build }).getByRole("button").first().click();
      await expect(canvas.drawer(build)).toBeVisible();
      // It covers what stands further down.
      const pane = page.getByRole("complementary", { name: t("canvas:pane.problems") });
      await pane.getByRole("button", { name: t("shared:close") }).click();
      await expect(pane).toBeHidden();
    });

    await test.step("a task: its script and its environment", async () => {
      const drawer = canvas.drawer(build);
      await drawer.getByRole("switch", { name: language === "en" ? "Task" : "任务" }).click();
      await drawer.getByRole("combobox", { name: language === "en" ? "Script" : "脚本" }).click();
      await page.getByRole("option", { name: "Pack" }).click();
      await drawer.getByRole("combobox", { name: language === "en" ? "Environment" : "运行环境" }).click();
      await page.getByRole("option", { name: "Shell" }).click();
      await accessible(page);
    });

    await test.step("the conditions of a branch", async () => {
      await canvas.card(risky).dblclick();
      const drawer = canvas.drawer(risky);
      const way = (to: string) =>
        drawer.getByRole("group", { name: t("canvas:drawer.branch.way", { name: to }), exact: true });
      const row = way(refuse).getByRole("group", { name: t("canvas:drawer.condition.row", { number: 1 }) });
      const path = `nodes["${ids[language].risky}"].output.risk`;
      await row.getByRole("combobox", { name: t("canvas:drawer.condition.value", { number: 1 }) }).fill(path);
      await page.getByRole("option", { name: path }).click();
      await row.getByRole("combobox", { name: t("canvas:drawer.condition.operator", { number: 1 }) }).click();
      await page.getByRole("option", { name: t("canvas:drawer.condition.is.greater"), exact: true }).click();
      await row.getByRole("textbox", { name: t("canvas:drawer.condition.operand", { number: 1 }) }).fill("3");
      await expect(way(refuse)).toContainText(`nodes["${ids[language].risky}"]?.output?.risk > 3`);
      await way(deliver).getByLabel(t("canvas:drawer.edge.otherwise")).click();
      await accessible(page);
    });

    await test.step("the glue of an edge", async () => {
      const [from, to] = [await canvas.port(build, "out"), await canvas.port(risky, "in")];
      await page.mouse.dblclick((from.x + to.x) / 2, (from.y + to.y) / 2);
      const drawer = canvas.drawer(t("canvas:drawer.edge.title", { from: build, to: risky }));
      await drawer
        .getByRole("textbox", { name: t("canvas:drawer.edge.map") })
        .fill(`return {risk: nodes["${ids[language].build}"].output.risk};`);
      await accessible(page);
    });

    await test.step("what a script and a failure say", async () => {
      await canvas.card(deliver).dblclick();
      await canvas
        .drawer(deliver)
        .getByRole("textbox", { name: language === "en" ? "Script" : "脚本" })
        .fill("return {delivered: true};");
      await canvas.card(refuse).dblclick();
      const message = canvas
        .drawer(refuse)
        .getByRole("textbox", { name: language === "en" ? "Message" : "消息" });
      await message.fill("too ris");
      // Who leaves a name for a field types in the field.
      await canvas.card(deliver).click();
      await page.keyboard.press("F2");
      await expect(canvas.surface.getByRole("textbox", { name: t("flow:name") })).toBeFocused();
      await message.click();
      await page.keyboard.press("End");
      await page.keyboard.type("ky");
      await expect(message).toHaveValue("too risky");
      await accessible(page);
      await canvas.sound();
    });

    await test.step("publish", async () => {
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      const dialog = page.getByRole("dialog");
      const act = dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) });
      await expect(act).toBeEnabled();
      await accessible(page);
      await act.click();
      await expect(dialog.getByText(t("canvas:publish.done", { version: 1 }))).toBeVisible();
      await accessible(page);
      await dialog
        .getByRole("button", { name: t("shared:close") })
        .last()
        .click();
    });

    const log = page.getByRole("log");
    await test.step("run, and watch it", async () => {
      await page.getByRole("button", { name: t("canvas:start.act"), exact: true }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: t("canvas:start.now"), exact: true })
        .click();
      await expect(page).toHaveURL(/\/runs\/\w{26}/);
      const picture = page.getByRole("region", { name: t("runs:view.graph") });
      const step = (name: string, state: string) =>
        picture.getByRole("group", { name: `${name}, ` }).and(page.locator(`[data-state=${state}]`));
      await expect(step(build, "processing")).toBeVisible();
      // Nobody chose a step: the screen goes with the work and shows what it says as it says it.
      await expect(log.getByText("part 1", { exact: true })).toBeVisible();
      await expect(log.getByText("part 4", { exact: true })).toBeVisible();
      await expect(step(deliver, "succeeded")).toBeVisible();
      await expect(step(refuse, "skipped")).toBeVisible();
      await accessible(page);
    });

    await test.step("a line of the log, by its link", async () => {
      await page.getByRole("group", { name: `${build}, ` }).click();
      await expect(log.getByText("part 8", { exact: true })).toBeVisible();
      await log.getByRole("button", { name: t("shared:log.line", { n: 4 }), exact: true }).click();
      await expect(page).toHaveURL(/[?&]line=4\b/);
      const other = await page.context().newPage();
      await other.goto(page.url());
      await expect(other.locator("[data-current]")).toContainText("part 4");
      await accessible(other);
      await other.close();
    });
  });
}
