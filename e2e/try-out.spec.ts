import { accessible, Canvas } from "./canvas.ts";
import { expect, type Language, look, type Scheme, taskParts, test } from "./designer.ts";
import { texts } from "./texts.ts";

// What went to stderr last says why; where it stands among what went to stdout is the container engine's doing.
test.use({ viewport: { width: 1440, height: 900 } });

const names = {
  en: { read: "Read the order", risk: "Assess the risk", pack: "Pack", report: "Report", stop: "Stop" },
  "zh-CN": { read: "读取订单", risk: "评估风险", pack: "打包", report: "汇报", stop: "停止" },
};

const shown: [Language, Scheme][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];
for (const [language, scheme] of shown) {
  const t = texts(language);
  const { read, risk, pack, report, stop } = names[language];

  test(`one node is tested alone with pinned data: ${language}, ${scheme}`, async ({ person }) => {
    const { page } = person;
    const canvas = new Canvas(page, t);
    const drawer = canvas.drawer(risk);
    const test = page.getByRole("status", { name: t("canvas:trial.running") });
    await person.chain(
      "order",
      "Order 订单",
      {
        nodes: [
          { id: "read", name: read, kind: "script", script: { body: "return {amount: input.amount};" } },
          {
            id: "risk",
            name: risk,
            kind: "script",
            script: { body: "return {risk: nodes.read.output.amount / 10};" },
          },
          { id: "report", name: report, kind: "script", script: { body: "return nodes.risk.output;" } },
          { id: "stop", name: stop, kind: "fail", fail: { message: "!" } },
        ],
        edges: [
          { from: "read", to: "risk" },
          { from: "risk", to: "report" },
          { from: "risk", to: "stop", when: "nodes.risk.output.risk > 99999" },
        ],
        input: { type: "object", properties: { amount: { type: "number", title: "Amount" } } },
      },
      false,
    );
    await look(page, language, scheme);
    await person.go("/o/{org}/chains/order?edit=1");

    await page.getByRole("button", { name: t("canvas:trial.act"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Amount").fill("70");
    await dialog.getByRole("button", { name: t("canvas:trial.now") }).click();
    await expect(test.getByText(t("shared:state.succeeded"))).toBeVisible();
    await expect(canvas.card(report)).toHaveAttribute("data-state", "succeeded");
    await accessible(page);

    await canvas.card(read).click({ button: "right" });
    const menu = page.getByRole("menu", { name: t("canvas:menu.of", { name: read }) });
    await expect(menu.getByRole("menuitem", { name: t("canvas:trial.testNode") })).toBeVisible();
    await accessible(page);
    await page.keyboard.press("Escape");
    await expect(canvas.surface).toBeFocused();
    await page.keyboard.press("Shift+F10");
    await expect(menu.getByRole("menuitem").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(canvas.surface).toBeFocused();

    await canvas.card(read).click();
    await test.getByRole("button", { name: t("canvas:trial.pin") }).click();
    await canvas.card(read).dblclick();
    await canvas
      .drawer(read)
      .getByRole("tab", { name: t("canvas:drawer.tab.output") })
      .click();
    await expect(canvas.drawer(read).getByText(t("canvas:drawer.output.pinnedAbout"))).toBeVisible();
    await accessible(page);

    await canvas.card(risk).dblclick();
    await drawer.getByRole("tab", { name: t("canvas:drawer.tab.settings") }).click();
    const values = (within: typeof drawer) =>
      within.getByRole("region", { name: t("canvas:drawer.values.title") });
    const amount = (within: typeof drawer, reference: string) =>
      values(within).getByRole("button", {
        name: t("canvas:drawer.values.insert", { reference }),
      });
    await values(drawer).getByRole("button").click();
    await accessible(page);
    const script = drawer.getByRole("textbox", { name: language === "en" ? "Script" : "脚本" });
    await script.fill("return {risk:  * 100};");
    await script.press("Home");
    for (const _ of "return {risk: ") await script.press("ArrowRight");
    await amount(drawer, "nodes.read.output.amount").press("Enter");
    await expect(script).toBeFocused();
    await expect(script).toHaveText("return {risk: nodes.read.output.amount * 100};");

    await canvas.card(stop).dblclick();
    const message = canvas
      .drawer(stop)
      .getByRole("textbox", { name: language === "en" ? "Message" : "消息" });
    await amount(canvas.drawer(stop), "input.amount").dragTo(message);
    await expect(message).toHaveValue(/^(!\$\{\{ input\.amount \}\}|\$\{\{ input\.amount \}\}!)$/);
    await accessible(page);

    await canvas.card(risk).dblclick();
    await drawer.getByRole("tab", { name: t("canvas:drawer.tab.test") }).click();
    await drawer.getByRole("button", { name: t("canvas:trial.testNode") }).click();
    await expect(dialog.getByText(t("canvas:trial.pins"))).toBeVisible();
    await expect(dialog.getByText('{"amount":70}')).toBeVisible();
    await accessible(page);
    await dialog.getByRole("button", { name: t("canvas:trial.now") }).click();
    await expect(drawer.getByText(t("shared:state.succeeded"))).toBeVisible();
    await drawer.getByRole("tab", { name: t("canvas:drawer.tab.output") }).click();
    await expect(drawer.getByText("7000")).toBeVisible();
    await accessible(page);
  });

  test(`a failed run leads to the line that says why, and is run again from a step: ${language}, ${scheme}`, async ({
    person,
  }) => {
    test.setTimeout(300_000);
    const { page } = person;
    await taskParts(
      person,
      [
        'i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "looking at part $i"; done',
        'grep -q good "$CATENARY_INPUT" && { echo all good; exit 0; }',
        "echo 'part 301 is missing: order it first' >&2",
        "exit 7",
        "",
      ].join("\n"),
    );
    await person.chain("order", "Order 订单", {
      nodes: [
        { id: "read", name: read, kind: "script", script: { body: "return {amount: 1};" } },
        { id: "pack", name: pack, kind: "work", task: { script: "pack", environment: "shell" } },
        { id: "report", name: report, kind: "script", script: { body: "return 1;" } },
      ],
      edges: [
        { from: "read", to: "pack" },
        { from: "pack", to: "report" },
      ],
    });
    const failed = await person.run("order", {});
    await look(page, language, scheme);
    const picture = page.getByRole("region", { name: t("runs:view.graph") });
    const detail = page.getByRole("complementary", { name: t("runs:detail") });
    const step = (name: string) => picture.getByRole("group", { name: `${name}, ` });
    const why = "part 301 is missing: order it first";

    await test.step("from the list of runs to the line of the log", async () => {
      await person.go("/o/{org}/runs?q=state:failed");
      await accessible(page);
      await page
        .getByRole("link", { name: /Order 订单|order/ })
        .first()
        .click();
      await expect(page).toHaveURL(new RegExp(failed));
      await expect(detail.getByRole("heading", { name: pack })).toBeVisible();
      await expect(step(pack)).toHaveAttribute("data-state", "failed");
      await detail.getByRole("button", { name: why }).click();
      await expect(page).toHaveURL(/[?&]line=\d+/);
      await expect(page.locator("[data-current]")).toContainText(why);
      await accessible(page);
      await page.reload();
      await expect(page.locator("[data-current]")).toContainText(why);
    });

    await test.step("the step in the draft is mended and published", async () => {
      await detail.getByRole("button", { name: t("runs:design") }).click();
      await detail.getByRole("link", { name: t("runs:openDraft") }).click();
      const canvas = new Canvas(page, t);
      await expect(canvas.drawer(pack)).toBeVisible();
      await page.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).click();
      await canvas.card(read).dblclick();
      await canvas
        .drawer(read)
        .getByRole("textbox", { name: language === "en" ? "Script" : "脚本" })
        .fill('return {quality: "good"};');
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: t("canvas:publish.now", { version: 2 }) })
        .click();
      await expect(page.getByText(t("canvas:publish.done", { version: 2 }))).toBeVisible();
    });

    await test.step("the run is run again from a step with the newest version", async () => {
      await person.go(`/o/{org}/runs/${failed}`);
      await step(read).click();
      await page.getByRole("button", { name: t("runs:rerun.title") }).click();
      await page.getByRole("menuitem", { name: t("runs:rerun.fromLatest", { name: read }) }).click();
      await expect(page).not.toHaveURL(new RegExp(failed));
      await expect(step(report)).toHaveAttribute("data-state", "succeeded");
      await expect(page.getByRole("link", { name: t("runs:runBefore") })).toHaveAttribute(
        "href",
        new RegExp(failed),
      );
      await accessible(page);
    });

    await test.step("from a later step what went before is taken over, and is shown to be", async () => {
      await step(report).click();
      await page.getByRole("button", { name: t("runs:rerun.title") }).click();
      const before = page.url().replace(/\?.*/, "");
      await page.getByRole("menuitem", { name: t("runs:rerun.from", { name: report }), exact: true }).click();
      await expect(page).not.toHaveURL(new RegExp(before));
      await expect(step(report)).toHaveAttribute("data-state", "succeeded");
      await expect(step(report)).not.toHaveAttribute("data-given", "before");
      await expect(step(pack)).toHaveAccessibleName(new RegExp(t("flow:given.before")));
      await step(pack).click();
      await expect(detail.getByText(t("runs:given.before"))).toBeVisible();
      await accessible(page);
      await detail.getByRole("link", { name: t("runs:given.open") }).click();
      await expect(page).toHaveURL(new RegExp(`${before}.*node=pack`));
      await expect(detail.getByRole("heading", { name: pack })).toBeVisible();
    });
  });
}
