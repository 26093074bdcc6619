import { accessible, Canvas, reach } from "./canvas.ts";
import { expect, type Language, look, type Scheme, taskParts, test } from "./designer.ts";
import { texts } from "./texts.ts";

test.use({ viewport: { width: 1440, height: 900 } });

const names = {
  en: { build: "Build and check", risky: "Too risky?", deliver: "Deliver", refuse: "Refuse" },
  "zh-CN": { build: "构建并检查", risky: "风险过高？", deliver: "交付", refuse: "拒绝" },
};
/** The ids that nodes get: a Chinese name has no letters for one. */
const ids = {
  en: { build: "build-and-check", risky: "too-risky", deliver: "deliver", refuse: "refuse" },
  "zh-CN": { build: "work-1", risky: "branch-1", deliver: "script-1", refuse: "fail-1" },
};
/** How kinds are found by typing: by a part of the name, by pinyin and by its initials. */
const typed = {
  en: { work: "work", branch: "bran", script: "script", fail: "fail" },
  "zh-CN": { work: "ywzx", branch: "fenzhi", script: "脚本", fail: "sb" },
};
const labels = {
  en: { task: "Task", script: "Script", environment: "Environment", message: "Message" },
  "zh-CN": { task: "任务", script: "脚本", environment: "运行环境", message: "消息" },
};

const shown: [Language, Scheme][] = [
  ["en", "dark"],
  ["zh-CN", "light"],
];
for (const [language, scheme] of shown) {
  test(`a chain is drawn by keyboard alone, published and run: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const { page } = person;
    const { keyboard } = page;
    const t = texts(language);
    const canvas = new Canvas(page, t);
    const { build, risky, deliver, refuse } = names[language];
    const kind = typed[language];
    const label = labels[language];
    await taskParts(person, 'echo packed\necho \'{"risk": 2}\' >"$CATENARY_OUTPUT"\n');
    await look(page, language, scheme);

    const add = async (key: string, wanted: string, name: string) => {
      await keyboard.press(key);
      await expect(canvas.finder).toBeFocused();
      await keyboard.type(wanted);
      await keyboard.press("Enter");
      await canvas.name(name);
      await expect(canvas.surface).toBeFocused();
    };
    /** Chooses in a list that is searched by typing. */
    const pick = async (field: string, wanted: string) => {
      const box = canvas.drawer(build).getByRole("combobox", { name: field });
      await reach(page, box);
      await keyboard.type(wanted);
      const found = page.getByRole("listbox", { name: field }).getByRole("option");
      await expect(found).toHaveCount(1);
      await expect(found).toContainText(wanted);
      await keyboard.press("ArrowDown");
      await expect(box).toHaveAttribute("aria-activedescendant", /./);
      await keyboard.press("Enter");
      await expect(box).toHaveAttribute("aria-expanded", "false");
    };

    await test.step("an empty chain", async () => {
      await person.go("/o/{org}/chains");
      await reach(page, page.getByRole("button", { name: t("chains:create") }));
      await keyboard.press("Enter");
      await expect(page.getByRole("menuitem", { name: t("chains:blank") })).toBeFocused();
      await keyboard.press("Enter");
      await expect(page.getByRole("dialog").getByLabel(t("shared:field.name"))).toBeFocused();
      await keyboard.type("Stock release");
      await keyboard.press("Enter");
      await expect(page).toHaveURL(/\/chains\/stock-release/);
      await expect(page.getByRole("button", { name: t("canvas:addFirst") })).toBeVisible();
    });

    await test.step("nodes, one behind the other", async () => {
      await add("n", kind.work, build);
      await add("a", kind.branch, risky);
      await add("a", kind.script, deliver);
      await keyboard.press("ArrowUp");
      await add("a", kind.fail, refuse);
      for (const [from, to] of [
        [build, risky],
        [risky, deliver],
        [risky, refuse],
      ] as const)
        await expect(canvas.edge(from, to)).toBeAttached();
      await accessible(page);
    });

    await test.step("move, undo, and a wrong edge that is taken away", async () => {
      const before = await canvas.card(refuse).boundingBox();
      await keyboard.press("Alt+Shift+ArrowRight");
      await expect
        .poll(async () => (await canvas.card(refuse).boundingBox())?.x)
        .toBeGreaterThan(before?.x ?? 0);
      await keyboard.press("Control+z");
      await expect.poll(() => canvas.card(refuse).boundingBox()).toEqual(before);
      await keyboard.press("Home");
      await keyboard.press("c");
      await expect(canvas.finder).toBeFocused();
      await keyboard.type(deliver);
      await keyboard.press("Enter");
      await expect(canvas.edge(build, deliver)).toBeAttached();
      await keyboard.press("Control+z");
      await expect(canvas.edge(build, deliver)).toHaveCount(0);
    });

    await test.step("a task: its script and its environment", async () => {
      await expect(canvas.surface).toBeFocused();
      await keyboard.press("Home");
      await keyboard.press("Enter");
      await expect(canvas.drawer(build)).toBeVisible();
      await reach(page, canvas.drawer(build).getByRole("switch", { name: label.task }));
      await keyboard.press("Space");
      await pick(label.script, "Pack");
      await pick(label.environment, "Shell");
      await accessible(page);
      await keyboard.press("Escape");
      await expect(canvas.drawer(build)).toHaveCount(0);
      await expect(canvas.surface).toBeFocused();
    });

    await test.step("the conditions of a branch", async () => {
      await keyboard.press("ArrowDown");
      await keyboard.press("Enter");
      const drawer = canvas.drawer(risky);
      const way = (to: string) =>
        drawer.getByRole("group", { name: t("canvas:drawer.branch.way", { name: to }), exact: true });
      await reach(page, way(deliver).getByLabel(t("canvas:drawer.edge.otherwise")));
      await keyboard.press("Space");
      await reach(page, way(refuse).getByRole("button", { name: t("canvas:drawer.condition.asText") }));
      await keyboard.press("Space");
      const written = way(refuse).getByRole("textbox", {
        name: t("canvas:drawer.branch.when", { name: refuse }),
      });
      await expect(written).toBeVisible();
      await keyboard.press("Shift+Tab");
      await expect(written).toBeFocused();
      await keyboard.type(`nodes["${ids[language].risky}"].output.risk > 3`);
      await accessible(page);
      await keyboard.press("Escape");
      await expect(drawer).toHaveCount(0);
    });

    await test.step("by the outline: the glue of an edge, a name, what a script says", async () => {
      /** Goes down the outline to a node. */
      const down = async (id: string) => {
        const at = () => canvas.outline.getAttribute("aria-activedescendant");
        await keyboard.press("Home");
        for (let i = 0; i < 9 && (await at()) !== `line-n:${id}`; i++) await keyboard.press("ArrowDown");
        await expect(canvas.outline).toHaveAttribute("aria-activedescendant", `line-n:${id}`);
      };
      await keyboard.press("o");
      await expect(canvas.outline).toBeFocused();
      await down(ids[language].build);
      await keyboard.press("ArrowDown");
      await accessible(page);
      await keyboard.press("Enter");
      const edge = canvas.drawer(t("canvas:drawer.edge.title", { from: build, to: risky }));
      await reach(page, edge.getByRole("textbox", { name: t("canvas:drawer.edge.map") }));
      await keyboard.insertText(`return {risk: nodes["${ids[language].build}"].output.risk};`);
      await keyboard.press("Tab");
      await keyboard.press("Escape");
      await expect(edge).toHaveCount(0);
      await expect(canvas.outline).toBeFocused();
      await down(ids[language].refuse);
      await keyboard.press("Enter");
      await reach(page, canvas.drawer(refuse).getByRole("textbox", { name: label.message }));
      await keyboard.type("too risky");
      await keyboard.press("Escape");
      await expect(canvas.outline).toBeFocused();
      await down(ids[language].deliver);
      await keyboard.press("Enter");
      await reach(page, canvas.drawer(deliver).getByRole("textbox", { name: label.script }));
      await keyboard.insertText("return {delivered: true};");
      await keyboard.press("Tab");
      await keyboard.press("Escape");
      await canvas.sound();
    });

    await test.step("publish", async () => {
      await keyboard.press("Control+k");
      await expect(canvas.finder).toBeFocused();
      await keyboard.type(t("canvas:publish.act"));
      await expect(
        page.getByRole("option", { name: new RegExp(`^${t("canvas:publish.act")}`), selected: true }),
      ).toBeVisible();
      await keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await reach(page, dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) }));
      await keyboard.press("Enter");
      await expect(dialog.getByText(t("canvas:publish.done", { version: 1 }))).toBeVisible();
      await keyboard.press("Escape");
    });

    await test.step("run, go to a step and point at a line of its log", async () => {
      await reach(page, page.getByRole("button", { name: t("canvas:start.act"), exact: true }));
      await keyboard.press("Enter");
      await reach(
        page,
        page.getByRole("dialog").getByRole("button", { name: t("canvas:start.now"), exact: true }),
      );
      await keyboard.press("Enter");
      await expect(page).toHaveURL(/\/runs\/\w{26}/);
      const picture = page.getByRole("region", { name: t("runs:view.graph") });
      await expect(picture.getByRole("group", { name: `${deliver}, ` })).toHaveAttribute(
        "data-state",
        "succeeded",
      );
      await reach(page, picture.locator(".react-flow"));
      await keyboard.press("Home");
      await expect(page).toHaveURL(new RegExp(`node=${ids[language].build}`));
      await keyboard.press("ArrowDown");
      await expect(page).toHaveURL(new RegExp(`node=${ids[language].risky}`));
      await keyboard.press("ArrowUp");
      const log = page.getByRole("log");
      await expect(log.getByText("packed")).toBeVisible();
      await reach(page, log.getByRole("button", { name: t("shared:log.line", { n: 1 }), exact: true }));
      await keyboard.press("Enter");
      await expect(page).toHaveURL(/[?&]line=1\b/);
      await accessible(page);
    });
  });
}
