import { accessible } from "./canvas.ts";
import { expect, type Language, look, type Scheme, test } from "./designer.ts";
import { texts } from "./texts.ts";

const asking = {
  nodes: [
    { id: "ask", name: "Ask", kind: "approval", approval: { by: [{ role: "approver" }] } },
    { id: "stop", name: "Stop the orders", kind: "hold", hold: { hold: { chain: "orders" } } },
  ],
  edges: [{ from: "ask", to: "stop" }],
};
const small = {
  nodes: [
    { id: "a", kind: "wait", wait: { for: "1s" } },
    { id: "b", kind: "wait", wait: { for: "1s" } },
  ],
  edges: [{ from: "a", to: "b" }],
};

const journeys: [Language, Scheme][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];

for (const [language, scheme] of journeys) {
  test(`a chain and a release are saved as templates and made again: ${language}, ${scheme}`, async ({
    person,
  }) => {
    test.setTimeout(180_000);
    const { page } = person;
    const t = texts(language);
    await look(page, language, scheme);
    await person.chain("orders", "Orders", small);
    await person.chain("asking", "Asking", asking, false);

    await test.step("save a chain", async () => {
      await person.go("/o/{org}/chains");
      await page.getByRole("button", { name: t("chains:actsOf", { name: "Asking" }) }).click();
      await page.getByRole("menuitem", { name: t("chain-templates:saveItem") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:saveTitle", { name: "Asking" }) });
      const people = t("chain-templates:people", { key: "approver" });
      await expect(dialog.getByRole("checkbox", { name: people })).toBeChecked();
      await dialog
        .getByRole("textbox", { name: t("chain-templates:calledOf", { thing: people }) })
        .fill("deciders");
      await dialog.getByRole("checkbox", { name: t("chain-templates:chain", { key: "orders" }) }).uncheck();
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:saveAct") }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("use it", async () => {
      await person.go("/o/{org}/templates");
      const card = page.getByRole("region", { name: "Asking", exact: true });
      await expect(card.getByText(t("chain-templates:people", { key: "deciders" }))).toBeVisible();
      await expect(card.getByText(t("chain-templates:chain", { key: "orders" }))).toBeHidden();
      await card.getByRole("button", { name: t("chain-templates:useThis", { title: "Asking" }) }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:useTitle", { title: "Asking" }) });
      // All that is asked for is here: nothing stands in the way.
      await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Asking again");
      await dialog.getByRole("textbox", { name: t("shared:field.key"), exact: true }).fill("again");
      await dialog.getByRole("button", { name: t("chain-templates:present", { count: 1 }) }).click();
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:useAct") }).click();
      await expect(page).toHaveURL(/\/chains\/again/);
      await expect(page.getByText("Stop the orders").first()).toBeVisible();
    });

    const drawn = (await person.ask("POST", "/releases", {
      name: "Train 1",
      phases: [{ name: "Only", chain: { key: "orders" }, input: { version: "1.0" } }],
    })) as { id: string };

    await test.step("save a release", async () => {
      await person.go(`/o/{org}/releases/${drawn.id}`);
      await page.getByRole("button", { name: t("releases:moreActs") }).click();
      await page.getByRole("menuitem", { name: t("chain-templates:saveItem") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:saveTitle", { name: "Train 1" }) });
      await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill("Train");
      await dialog.getByRole("textbox", { name: t("shared:field.key"), exact: true }).fill("train");
      await dialog.getByRole("button", { name: t("chain-templates:saveAct") }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("draw up another", async () => {
      await person.go("/o/{org}/templates");
      await page.getByRole("button", { name: t("chain-templates:drawThis", { title: "Train" }) }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:drawTitle", { title: "Train" }) });
      await dialog.getByRole("textbox", { name: t("chain-templates:releaseName") }).fill("Train 2");
      await dialog.getByRole("textbox", { name: "version" }).fill("2.0");
      await accessible(page);
      await dialog.getByRole("button", { name: t("chain-templates:drawAct") }).click();
      await expect(page).toHaveURL(/\/releases\/\w{26}/);
      await expect(page.getByRole("heading", { level: 1, name: "Train 2" })).toBeVisible();
    });

    await test.step("delete a template: what was made of it stays", async () => {
      await person.go("/o/{org}/templates");
      await page.getByRole("button", { name: t("chain-templates:actsOf", { name: "Asking" }) }).click();
      await page.getByRole("menuitem", { name: t("shared:delete") }).click();
      const dialog = page.getByRole("dialog", { name: t("chain-templates:deleteTitle", { name: "Asking" }) });
      await dialog.getByRole("button", { name: t("shared:delete") }).click();
      await expect(page.getByRole("region", { name: "Asking", exact: true })).toBeHidden();
      await person.ask("GET", "/chains/again");
    });
  });
}
