import { accessible, Canvas } from "./canvas.ts";
import {
  test as base,
  expect,
  type Language,
  look,
  type Person,
  type Scheme,
  taskParts,
} from "./designer.ts";
import { Registry } from "./registry.ts";
import { texts } from "./texts.ts";

/** A test whose server takes its images to a registry that can be slow or away. */
const test = base.extend<{ registry: Registry }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures out of the pattern
  registry: async ({}, use) => {
    const registry = await Registry.start();
    await use(registry);
    await registry.close();
  },
  settings: async ({ registry }, use) => use({ CATENARY_REGISTRY_URL: registry.url }),
});

const pack = {
  nodes: [
    { id: "pack", name: "Pack 打包", kind: "work", task: { script: "pack", environment: "shell" } },
    { id: "report", name: "Report 汇报", kind: "script", script: { body: "return nodes.pack.output" } },
  ],
  edges: [{ from: "pack", to: "report" }],
};

/** A chain whose task's image nobody has brought to the registry, open to be edited. */
async function opened(person: Person, language: Language, scheme: Scheme, image?: string): Promise<Canvas> {
  await taskParts(person, "echo done\n", image);
  await person.chain("pack", "Pack and report 打包", pack, false);
  await look(person.page, language, scheme);
  await person.go("/o/{org}/chains/pack?edit=1");
  return new Canvas(person.page, texts(language));
}

const shown: [Language, Scheme][] = [
  ["en", "dark"],
  ["zh-CN", "light"],
];
for (const [language, scheme] of shown) {
  test(`publishing brings an absent image to the registry, and shows how: ${language}, ${scheme}`, async ({
    person,
    registry,
  }) => {
    const { page } = person;
    // The bigger image: a small one is on its way before anybody can look.
    const canvas = await opened(person, language, scheme, process.env.TEST_IMAGE_PYTHON);
    const { t } = canvas;
    registry.slow();
    const dialog = page.getByRole("dialog");
    const progress = dialog.getByRole("progressbar", {
      name: t("canvas:publish.uploaded", { name: "Pack 打包" }),
    });

    await test.step("the image is on its way", async () => {
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      await dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) }).click();
      await expect(dialog.getByText(t("canvas:publish.phase.uploading"))).toBeVisible();
      await expect.poll(async () => Number(await progress.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
      await expect(dialog.getByRole("listitem")).toContainText(t("canvas:publish.speed", { rate: "" }));
      await expect(dialog.getByText(t("canvas:publish.keepsGoing"))).toBeVisible();
      await accessible(page);
    });

    await test.step("who leaves and comes back sees it where it is", async () => {
      await dialog.getByRole("button", { name: t("canvas:publish.inBackground") }).click();
      await expect(dialog).toHaveCount(0);
      await person.go("/o/{org}/chains");
      await person.go("/o/{org}/chains/pack");
      await page.getByRole("button", { name: t("canvas:publish.going") }).click();
      const before = Number(await progress.getAttribute("aria-valuenow"));
      await expect
        .poll(async () => Number(await progress.getAttribute("aria-valuenow")))
        .toBeGreaterThan(before);
    });

    await test.step("it is there", async () => {
      registry.quick();
      await expect(dialog.getByText(t("canvas:publish.done", { version: 1 }))).toBeVisible();
      await expect(dialog.getByRole("listitem")).toContainText(t("canvas:publish.state.made"));
      await expect(dialog.getByRole("listitem").locator("code[title^='sha256:']")).toHaveText(
        /^[0-9a-f]{12}$/,
      );
      await accessible(page);
    });
  });

  test(`a publication that fails says where, and leaves the draft as it was: ${language}, ${scheme}`, async ({
    person,
    registry,
  }) => {
    const { page } = person;
    const canvas = await opened(person, language, scheme);
    const { t } = canvas;
    const dialog = page.getByRole("dialog");
    await canvas.card("Report 汇报").dblclick();
    await canvas
      .drawer("Report 汇报")
      .getByLabel(t("canvas:drawer.name"), { exact: true })
      .fill("Sum up 小结");
    await canvas.saved();
    const before = await person.ask("GET", "/chains/pack/draft");
    await registry.close();

    await test.step("it says which part failed and why", async () => {
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      await dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) }).click();
      await expect(dialog.getByRole("alert")).toContainText(t("canvas:publish.nothingKept"));
      const part = dialog.getByRole("listitem").filter({ hasText: "Pack 打包" });
      await expect(part).toContainText("127.0.0.1");
      await accessible(page);
      await part.getByRole("button", { name: t("canvas:publish.goTo") }).click();
      await expect(canvas.drawer("Pack 打包")).toBeVisible();
    });

    await test.step("the draft is as it was, and goes on being edited", async () => {
      await canvas.sound();
      expect(await person.ask("GET", "/chains/pack/draft")).toEqual(before);
      await expect(canvas.card("Sum up 小结")).toBeVisible();
      await canvas.drawer("Pack 打包").getByLabel(t("canvas:drawer.name"), { exact: true }).fill("Wrap 包装");
      await canvas.saved();
    });

    await test.step("once the registry is back it can be published", async () => {
      await registry.open();
      await page.getByRole("button", { name: t("canvas:publish.act"), exact: true }).click();
      await dialog.getByRole("button", { name: t("canvas:publish.now", { version: 1 }) }).click();
      await expect(dialog.getByText(t("canvas:publish.done", { version: 1 }))).toBeVisible();
    });
  });
}
